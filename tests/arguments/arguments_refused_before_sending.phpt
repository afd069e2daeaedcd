--TEST--
Invalid ids, card URIs and destinations are refused before anything is sent
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
$peer = Peer::start();
$service = new CotpRequest('key', "$peer->url/api", observer: fn () => print("an attempt took place\n"));
$policy = new CotpRetention(new DateTimeImmutable('+1 day'));
$calls = [];
foreach (['', 'a/b', '..', 'a.b', 'a%2Fb', "a\0", "a\r\n", 'a?b', str_repeat('a', 129), 'https://elsewhere.example/api/cardrequest/abc',
    'http://127.0.0.1:1/api/cardrequest/abc', "$peer->url/api/cardrequest/", 'http://user@' . substr($peer->url, 7) . '/api/cardrequest/abc'] as $id) {
    $calls[] = fn () => $service->retrieve($id);
    $calls[] = fn () => $service->delete($id);
}
foreach (['', '..', 'a/b', "a\n", 'http://elsewhere.example/abc', 'https://user:password@service.pcibooking.net/api/payments/paycard/abc', 'https://service.pcibooking.net/'] as $uri) {
    $calls[] = fn () => $service->setRetention($uri, $policy);
    $calls[] = fn () => $service->getRetention($uri);
    $calls[] = fn () => $service->deleteRetention($uri);
    $calls[] = fn () => $service->clearCvv($uri);
    $calls[] = fn () => $service->deleteCard($uri);
}
foreach ($calls as $call) {
    try {
        $call();
        echo "let through\n";
    } catch (ValueError $error) {
        preg_match('/^CotpRequest::(\w+)\(\): Argument #1 \(\$(request|cardUri)\) must /', $error->getMessage(), $found) || print($error->getMessage() . "\n");
    }
}

$more = [
    fn () => $service->deleteRetention('abc', '..'),
    fn () => $service->deleteRetention('abc', ''),
    fn () => $service->deleteRetention('abc', 'HostName', '..'),
    fn () => $service->deleteRetention('abc', 'HostName', "a\n"),
    fn () => $service->deleteRetention('abc', null, 'x'),
    fn () => $service->setRetention('abc', new CotpRetention(new DateTimeImmutable('-1 second'))),
    fn () => $service->setRetention('abc', new CotpRetention(new DateTime('+49 months'))),
];
foreach ($more as $call) {
    try {
        $call();
        echo "let through\n";
    } catch (Error $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
echo count($peer->connections()), " connections\n";
?>
--EXPECTF--
ValueError: CotpRequest::deleteRetention(): Argument #2 ($type) must %s
ValueError: CotpRequest::deleteRetention(): Argument #2 ($type) must %s
ValueError: CotpRequest::deleteRetention(): Argument #3 ($data) must %s
ValueError: CotpRequest::deleteRetention(): Argument #3 ($data) must %s
ValueError: CotpRequest::deleteRetention(): Argument #3 ($data) must be null when $type is null
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $until must %s
ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $until must %s
0 connections
