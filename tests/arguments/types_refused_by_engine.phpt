--TEST--
Wrong types and numbers of arguments are refused before anything is sent, with the messages of internal functions
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../peer/peer.inc';

$peer = Peer::start();
$service = new CotpRequest('key', "$peer->url/api", observer: fn () => print("an attempt took place\n"));
$secret = str_repeat('s', 32);
$verifier = new CotpCallbackVerifier(['k1' => $secret]);
$made = fn (mixed ...$values) => fn () => new CotpForm(...$values + ['bookerId' => 'h', 'email' => 'guest@example.com']);
$client = fn (mixed ...$settings) => fn () => new CotpRequest(...$settings + ['apiKey' => 'key']);
$empty = fn (string $class) => fn () => (new ReflectionClass($class))->newInstanceWithoutConstructor()->__construct();
$strict = fn (string $code) => eval("declare(strict_types=1); return fn () => $code;");
$calls = [
    'calls' => [
        fn () => $service->send(new stdClass()),
        fn () => $service->setRetention('abc', new CotpDestination('Owner')),
        fn () => $service->retrieve(),
        fn () => $service->authenticate(1),
    ],
    'settings' => [
        $client(apiKey: []), $client(timeout: 'long'), $client(retries: 'many'), $client(wire: 'x'), $client(observer: 'strlen'), $client(observer: new stdClass()),
    ],
    'forms' => [
        $made(bookerId: []), $made(email: new stdClass()), $made(extra: 'x'), $made(amount: [], currency: 'EUR'), $made(threeDs: []),
        $strict('new CotpForm("h", "guest@example.com", amount: true, currency: "EUR")'),
        $strict('new CotpForm("h", "guest@example.com", amount: [], currency: "EUR")'),
        $strict('(new CotpForm("h", "guest@example.com"))->with(bookerId: 7)'),
        fn () => new CotpForm(),
    ],
    'values' => [...array_map($empty, ['CotpForm', 'CotpState', 'CotpDestination', 'CotpRetention', 'CotpAttempt']), fn () => new CotpRetention()],
    'exceptions' => [fn () => new CotpProtocolException(outcome: 'Unknown')],
    'callbacks' => [
        fn () => new CotpCallback('r', 'i'),
        fn () => new CotpCallbackVerifier($secret),
        fn () => $verifier->verify('{}', 'token', 'strlen'),
    ],
];
foreach ($calls as $subject => $list) {
    echo "$subject\n";
    foreach ($list as $call) {
        try {
            $call();
            echo "let through\n";
        } catch (TypeError $error) {
            echo $error::class, ': ', $error->getMessage(), "\n";
        }
    }
}
echo count($peer->connections()), " connections\n";
?>
--EXPECTF--
calls
TypeError: CotpRequest::send(): Argument #1 ($form) must be of type CotpForm, stdClass given
TypeError: CotpRequest::setRetention(): Argument #2 ($policy) must be of type CotpRetention, CotpDestination given
ArgumentCountError: CotpRequest::retrieve() expects exactly 1 argument, 0 given
ArgumentCountError: CotpRequest::authenticate() expects exactly 0 arguments, 1 given
settings
TypeError: CotpRequest::__construct(): Argument #1 ($apiKey) must be of type string, array given
TypeError: CotpRequest::__construct(): Argument #3 ($timeout) must be of type float, string given
TypeError: CotpRequest::__construct(): Argument #5 ($retries) must be of type int, string given
TypeError: CotpRequest::__construct(): Argument #9 ($wire) must be of type array, string given
TypeError: CotpRequest::__construct(): Argument #10 ($observer) must be of type ?Closure, string given
TypeError: CotpRequest::__construct(): Argument #10 ($observer) must be of type ?Closure, stdClass given
forms
TypeError: CotpForm::__construct(): Argument #1 ($bookerId) must be of type string, array given
TypeError: CotpForm::__construct(): Argument #2 ($email) must be of type ?string, stdClass given
TypeError: CotpForm::__construct(): Argument #%d ($extra) must be of type array, string given
TypeError: CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, array given
TypeError: CotpForm::__construct(): Argument #16 ($threeDs) must be of type ?bool, array given
TypeError: CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, %s given
TypeError: CotpForm::__construct(): Argument #10 ($amount) must be of type string|int|null, array given
TypeError: CotpForm::with(): Argument $bookerId must be of type string, int given
ArgumentCountError: CotpForm::__construct() expects at least 1 argument, 0 given
values
ArgumentCountError: CotpForm::__construct() expects at least 1 argument, 0 given
ArgumentCountError: CotpState::__construct() expects at least 3 arguments, 0 given
ArgumentCountError: CotpDestination::__construct() expects at least 1 argument, 0 given
ArgumentCountError: CotpRetention::__construct() expects at least 1 argument, 0 given
ArgumentCountError: CotpAttempt::__construct() expects at least 11 arguments, 0 given
ArgumentCountError: CotpRetention::__construct() expects at least 1 argument, 0 given
exceptions
TypeError: CotpException::__construct(): Argument #2 ($outcome) must be of type ?CotpOutcome, string given
callbacks
ArgumentCountError: CotpCallback::__construct() expects exactly 5 arguments, 2 given
TypeError: CotpCallbackVerifier::__construct(): Argument #1 ($keys) must be of type array, string given
TypeError: CotpCallbackVerifier::verify(): Argument #3 ($requestId) must be of type ?Closure, string given
0 connections
