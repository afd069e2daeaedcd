--TEST--
CotpRequest and its subclasses can be neither cloned nor serialized, because they contain the key
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/secrets.inc';

class Mock extends CotpRequest
{
    public string $note = 'shown';
}
foreach (['CotpRequest', 'Mock'] as $class) {
    $service = new $class(SECRETS['key']);
    foreach ([fn () => clone $service, fn () => serialize($service), fn () => serialize([$service]),
        fn () => unserialize('O:' . strlen($class) . ":\"$class\":0:{}")] as $attempt) {
        try {
            $attempt();
            echo "let through\n";
        } catch (Throwable $error) {
            echo get_class($error), ': ', $error->getMessage(), "\n";
        }
    }
}
search('mock', print_r(new Mock(SECRETS['key']), true));
print_r(new Mock(SECRETS['key']));
?>
--EXPECTF--
Error: Trying to clone an uncloneable object of class CotpRequest
Exception: Serialization of 'CotpRequest' is not allowed
Exception: Serialization of 'CotpRequest' is not allowed
Exception: Unserialization of 'CotpRequest' is not allowed
Error: Trying to clone an uncloneable object of class Mock
Exception: Serialization of 'Mock' is not allowed
Exception: Serialization of 'Mock' is not allowed
Exception: Unserialization of 'Mock' is not allowed
mock: clean
Mock Object
(
    [note] => shown
)
