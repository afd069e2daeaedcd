--TEST--
An object that reflection filled without the constructor is refused when it is used, before anything is sent
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
require __DIR__ . '/../peer/peer.inc';

/** The same object with other values, past all checks; a value of "unset" leaves the property out. */
function changed(object $object, array $changes): object
{
    $class = new ReflectionClass($object);
    $made = $class->newInstanceWithoutConstructor();
    foreach ($class->getProperties() as $property) {
        $value = array_key_exists($property->name, $changes) ? $changes[$property->name] : $property->getValue($object);
        if ($value !== 'unset') {
            $property->setValue($made, $value);
        }
    }
    return $made;
}
class Uninitialized extends DateTimeImmutable
{
    public function __construct() {}
}
class Throwing extends DateTimeImmutable
{
    public function getTimestamp(): int
    {
        throw new LogicException('I have no time');
    }
}
function attempt(callable $call): void
{
    try {
        $call();
        echo "let through\n";
    } catch (Throwable $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}

$peer = Peer::start();
$service = new CotpRequest('key', "$peer->url/api");
$form = new CotpForm('hotel-42', 'guest@example.com');
$recursive = ['x' => 1];
$recursive['r'] = &$recursive;
foreach ([['bookerId' => ''], ['email' => null], ['email' => "a@b.example\r\nX: y"], ['phone' => '+41441234567'], ['callbackUrl' => 'javascript:x'],
    ['cardUri' => 'http://elsewhere.example/abc'], ['headerText' => '4111111111111111'], ['amount' => 5], ['extra' => ['x' => new ArrayObject()]],
    ['extra' => ['x' => INF]], ['extra' => ['x' => ['y' => "\xff"]]], ['extra' => ['BOOKERID' => 'x']], ['extra' => [1]], ['extra' => $recursive],
    ['bookerId' => 'unset'], ['threeDs' => 'unset'], ['extra' => 'unset']] as $changes) {
    attempt(fn () => $service->send(changed($form, $changes)));
}
attempt(fn () => $service->send((new ReflectionClass('CotpForm'))->newInstanceWithoutConstructor()));

$policy = new CotpRetention(new DateTimeImmutable('+1 day'));
$destination = new CotpDestination('Owner');
foreach ([['until' => 'unset'], ['deleteCard' => 'unset'], ['destinations' => 'unset'], ['destinations' => ['x']], ['destinations' => [$destination, null]],
    ['destinations' => [changed($destination, ['quota' => 'unset'])]], ['destinations' => array_fill(0, 51, $destination)],
    ['destinations' => [changed($destination, ['quota' => 0])]], ['destinations' => [changed($destination, ['type' => '..'])]]] as $changes) {
    attempt(fn () => $service->setRetention('abc', changed($policy, $changes)));
}
attempt(fn () => $service->setRetention('abc', new CotpRetention(new Uninitialized())));
attempt(fn () => $service->setRetention('abc', new CotpRetention(new Throwing('+1 day'))));
echo count($peer->connections()), " connections\n";
?>
--EXPECTF--
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $bookerId must not be empty
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $email must be set when $phone is null: the link is sent either by e-mail or by SMS
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $email must %s
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $email must be null when $phone is set: the link is sent either by e-mail or by SMS
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $callbackUrl must %s
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $cardUri must begin with https://
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $headerText must not contain a card number%s
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $currency must be set when $amount is set
TypeError: CotpRequest::send(): Argument #1 ($form) is invalid: $extra must contain only null, booleans, numbers, strings, arrays and stdClass objects
TypeError: CotpRequest::send(): Argument #1 ($form) is invalid: $extra must contain only finite numbers
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $extra must contain only valid UTF-8 without null bytes
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $extra must %s
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $extra must have only string keys: the names of body fields
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $extra must not be nested deeper than 64 levels
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $bookerId must be initialized with a value of its declared type
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $threeDs must be initialized with a value of its declared type
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $extra must be initialized with a value of its declared type
ValueError: CotpRequest::send(): Argument #1 ($form) is invalid: $bookerId must be initialized with a value of its declared type
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $until must be initialized with a value of its declared type
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $deleteCard must be initialized with a value of its declared type
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $destinations must be initialized with a value of its declared type
TypeError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $destinations must contain only CotpDestination objects
TypeError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $destinations must contain only CotpDestination objects
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $destinations must contain only initialized CotpDestination objects
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $destinations must %s
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $destinations must %squota%s
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $destinations must %stype%s
%s: %s
LogicException: I have no time
0 connections
