--TEST--
sendMany() and retrieveMany() check all items before anything is sent, and report the key
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';
$peer = Peer::start();
$service = client($peer);
$good = form();
$hollow = fn (): CotpForm => (new ReflectionClass('CotpForm'))->newInstanceWithoutConstructor();
$bad = $hollow();
foreach ((new ReflectionClass('CotpForm'))->getProperties() as $property) {
    $property->setValue($bad, $property->name === 'email' ? 'guest.example.com' : $property->getValue($good));
}
$cases = [
    'sendMany' => [
        [['x' => $good, 'y' => 'text']],
        [[$good, 7 => null]],
        [['x' => $service]],
        [["a\nb\xff" . str_repeat('k', 200) => 1]],
        [[$good, 'late' => $bad]],
        [[$good, 'hollow' => $hollow()]],
        [[$good, 'taken' => form(extra: ['bookerid' => 'x'])]],
        [[$good, 'twice' => form(extra: ['Note' => 1, 'NOTE' => 2])]],
        [['http' => form(cardUri: 'http://elsewhere.example/' . str_repeat('a', 32))]],
        [[$good], 0],
        [[$good], 257],
        [[], PHP_INT_MAX],
    ],
    'retrieveMany' => [
        [['abc', 'x' => 12]],
        [['abc', -3 => ['abc']]],
        [['x' => 'abc', 'y' => 'a/b']],
        [['https://elsewhere.example/api/cardrequest/abc']],
        [['']],
        [[], 0],
        [['abc'], -1],
    ],
];
foreach ($cases as $method => $calls) {
    foreach ($calls as $arguments) {
        try {
            $service->$method(...$arguments);
            echo "no error\n";
        } catch (Error $error) {
            echo get_class($error), ': ', $error->getMessage(), "\n";
        }
    }
    var_dump($service->$method([]), $service->$method([], 256));
}
echo count($peer->connections()), " connections\n";
?>
--EXPECT--
TypeError: CotpRequest::sendMany(): Argument #1 ($forms) must contain only CotpForm objects, string given at key "y"
TypeError: CotpRequest::sendMany(): Argument #1 ($forms) must contain only CotpForm objects, null given at key 7
TypeError: CotpRequest::sendMany(): Argument #1 ($forms) must contain only CotpForm objects, CotpRequest given at key "x"
TypeError: CotpRequest::sendMany(): Argument #1 ($forms) must contain only CotpForm objects, int given at key "a?b?kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
ValueError: CotpRequest::sendMany(): Argument #1 ($forms) is invalid: $email must be a valid e-mail address, such as name@example.com (at key "late")
ValueError: CotpRequest::sendMany(): Argument #1 ($forms) is invalid: $bookerId must be initialized with a value of its declared type (at key "hollow")
ValueError: CotpRequest::sendMany(): Argument #1 ($forms) is invalid: $extra must not contain a name that the form already sets, or the same name twice (case-insensitively) (at key "taken")
ValueError: CotpRequest::sendMany(): Argument #1 ($forms) is invalid: $extra must not contain a name that the form already sets, or the same name twice (case-insensitively) (at key "twice")
ValueError: CotpRequest::sendMany(): Argument #1 ($forms) is invalid: $cardUri must begin with https:// (at key "http")
ValueError: CotpRequest::sendMany(): Argument #2 ($concurrency) must be between 1 and 256
ValueError: CotpRequest::sendMany(): Argument #2 ($concurrency) must be between 1 and 256
ValueError: CotpRequest::sendMany(): Argument #2 ($concurrency) must be between 1 and 256
array(0) {
}
array(0) {
}
TypeError: CotpRequest::retrieveMany(): Argument #1 ($requests) must contain only strings, int given at key "x"
TypeError: CotpRequest::retrieveMany(): Argument #1 ($requests) must contain only strings, array given at key -3
ValueError: CotpRequest::retrieveMany(): Argument #1 ($requests) is invalid: $request must be a request id (1 to 128 characters from A-Z, a-z, 0-9, "-" and "_") or a request URI (at key "y")
ValueError: CotpRequest::retrieveMany(): Argument #1 ($requests) is invalid: $request must have the same scheme, host and port as the base URI (at key 0)
ValueError: CotpRequest::retrieveMany(): Argument #1 ($requests) is invalid: $request must be a request id (1 to 128 characters from A-Z, a-z, 0-9, "-" and "_") or a request URI (at key 0)
ValueError: CotpRequest::retrieveMany(): Argument #2 ($concurrency) must be between 1 and 256
ValueError: CotpRequest::retrieveMany(): Argument #2 ($concurrency) must be between 1 and 256
array(0) {
}
array(0) {
}
0 connections
