--TEST--
What unserialize() let through is refused when it is used, before anything is sent
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

/** The same object with other values; a value of "unset" leaves the property out. */
function changed(object $object, array $changes): object
{
    $properties = array_filter($changes + get_object_vars($object), fn ($value) => $value !== 'unset');
    $text = serialize($properties);
    return unserialize(preg_replace('/^a:/', 'O:' . strlen($object::class) . ':"' . $object::class . '":', $text));
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
    ['cardUri' => 'http://elsewhere.example/abc'], ['headerText' => '4111111111111111'], ['amount' => 5], ['extra' => ['x' => new stdClass()]],
    ['extra' => ['x' => INF]], ['extra' => ['x' => ['y' => "\xff"]]], ['extra' => ['BOOKERID' => 'x']], ['extra' => [1]], ['extra' => $recursive],
    ['bookerId' => 'unset'], ['threeDs' => 'unset'], ['extra' => 'unset']] as $changes) {
    attempt(fn () => $service->send(changed($form, $changes)));
}
attempt(fn () => $service->send(unserialize('O:8:"CotpForm":0:{}')));

$policy = new CotpRetention(new DateTimeImmutable('+1 day'));
$destination = new CotpDestination('Owner');
foreach ([['until' => 'unset'], ['deleteCard' => 'unset'], ['destinations' => 'unset'], ['destinations' => ['x']], ['destinations' => [$destination, null]],
    ['destinations' => [unserialize('O:15:"CotpDestination":1:{s:4:"type";s:5:"Owner";}')]], ['destinations' => array_fill(0, 51, $destination)],
    ['destinations' => [changed($destination, ['quota' => 0])]], ['destinations' => [changed($destination, ['type' => '..'])]]] as $changes) {
    attempt(fn () => $service->setRetention('abc', changed($policy, $changes)));
}
attempt(fn () => $service->setRetention('abc', new CotpRetention(new Uninitialized())));
attempt(fn () => $service->setRetention('abc', new CotpRetention(new Throwing('+1 day'))));
echo count($peer->connections()), " connections\n";
?>
--EXPECTF--
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $bookerId: it must not be empty
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $email: it must be given, unless a phone number is
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $email: it must %s
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $email: it must not be given together with a phone number%s
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $callbackUrl: it must %s
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $cardUri: it must begin with https://
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $headerText: it must not hold a card number%s
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $currency: it must be given when an amount is
TypeError: CotpRequest::send(): Argument #1 ($form) has a bad $extra: it must hold only null, booleans, numbers, strings and arrays
TypeError: CotpRequest::send(): Argument #1 ($form) has a bad $extra: it must hold only finite numbers
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $extra: it must hold only UTF-8 without NUL bytes
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $extra: it must %s
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $extra: it must be keyed by wire names, not by integers
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $extra: it must not be nested more than 64 levels deep
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $bookerId: it must be initialized and of its type
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $threeDs: it must be initialized and of its type
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $extra: it must be initialized and of its type
ValueError: CotpRequest::send(): Argument #1 ($form) has a bad $bookerId: it must be initialized and of its type
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) has a bad $until: it must be initialized and of its type
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) has a bad $deleteCard: it must be initialized and of its type
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) has a bad $destinations: it must be initialized and of its type
TypeError: CotpRequest::setRetention(): Argument #2 ($policy) has a bad $destinations: it must hold only CotpDestination
TypeError: CotpRequest::setRetention(): Argument #2 ($policy) has a bad $destinations: it must hold only CotpDestination
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) has a bad $destinations: it must hold only initialized CotpDestination
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) has a bad $destinations: it must %s
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) has a bad $destinations: it must %squota%s
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) has a bad $destinations: it must %stype%s
%s: %s
LogicException: I have no time
0 connections
