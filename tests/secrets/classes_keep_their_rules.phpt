--TEST--
A subclass cannot make a client serializable, and no verifier comes into being without its constructor
--EXTENSIONS--
cotp
--FILE--
<?php
class Sly extends CotpRequest
{
    public function __serialize(): array
    {
        return [];
    }
}
$service = new Sly('key');
$attempts = [
    fn () => clone $service,
    fn () => serialize($service),
    fn () => serialize([$service]),
    fn () => unserialize('O:3:"Sly":0:{}'),
    fn () => (new ReflectionClass('CotpCallbackVerifier'))->newInstanceWithoutConstructor(),
];
foreach ($attempts as $attempt) {
    try {
        $attempt();
        echo "let through\n";
    } catch (Throwable $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
?>
--EXPECT--
Error: Trying to clone an uncloneable object of class Sly
Exception: Serialization of 'Sly' is not allowed
Exception: Serialization of 'Sly' is not allowed
Exception: Unserialization of 'Sly' is not allowed
ReflectionException: Class CotpCallbackVerifier is an internal class marked as final that cannot be instantiated without invoking its constructor
