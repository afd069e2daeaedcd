--TEST--
Bytes that arrived on an idle connection before the request are not its response: another connection is used for every operation
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../lib/client.inc';
Peer::skipUnless(tls: true);
if (version_compare(libcurlVersion(), '7.80.0', '<')) {
    echo 'skip libcurl before 7.80 does not tell when a request is about to leave';
}
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

const OF_ANOTHER = "HTTP/1.1 201 Scripted\r\nLocation: /api/cardrequest/of-another\r\nContent-Length: 0\r\n\r\n";

// Twice in a row, because libcurl looks for such bytes only once a second.
foreach (array_diff_key(WAYS, ['HTTP/2' => 1]) as $way => $arguments) {
    $peer = Peer::start([created('first'), created('second'), state('abc'), created('third'), created('fourth')], ...$arguments, default: Peer::mirror());
    $cotp = client($peer);
    $calls = [
        fn () => $cotp->send(form()),
        fn () => $cotp->send(form()),
        fn () => $cotp->retrieve('abc'),
        fn () => implode(' and ', $cotp->sendMany([form(), form()], 1)),
    ];
    foreach ($calls as $call) {
        echo "$way: ", outcome($call), "\n";
        $peer->sendBytes(array_key_last($peer->connections()), OF_ANOTHER);
    }
    $connections = implode(' ', array_column($peer->processed(), 'connection'));
    $expected = extension_loaded('cotp') ? '1 2 3 4 4' : '1 2 3 4 5'; // nothing arrived between the last two; in plain PHP, each send has its own
    echo 'read ', count($peer->processed()), ', on ', $connections === $expected ? 'the expected connections' : $connections, "\n";
    $results = $cotp->sendMany([form(), form()], 2);
    sort($results);
    echo implode(' and ', array_map(strval(...), $results)), "\n";
}
?>
--EXPECT--
HTTP/1.1: first
HTTP/1.1: second
HTTP/1.1: abc MessageQueued
HTTP/1.1: third and fourth
read 5, on the expected connections
request-6 and request-7
HTTP/1.1 over TLS: first
HTTP/1.1 over TLS: second
HTTP/1.1 over TLS: abc MessageQueued
HTTP/1.1 over TLS: third and fourth
read 5, on the expected connections
request-6 and request-7
