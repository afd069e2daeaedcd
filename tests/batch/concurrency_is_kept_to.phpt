--TEST--
A batch keeps to its concurrency, on one connection with HTTP/2, on several with HTTP/1.1, and to the limit of the server
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** Releases the responses when the limit is reached, and notes how many waited. */
function count_waiting(Peer $peer, int $expected): ArrayObject
{
    $seen = new ArrayObject();
    pcntl_signal(SIGALRM, function () use ($peer, $expected, $seen) {
        $waiting = count(array_filter($peer->requests(), fn ($request) => $request['waiting'] === 'all' && !$request['finished']));
        if (count($seen) === 0 && $waiting < $expected) {
            pcntl_alarm(1);     // too early, try again
            return;
        }
        $seen[] = $waiting;
        $peer->release('all');
    });
    pcntl_alarm(1);
    return $seen;
}
pcntl_async_signals(true);
$cases = [
    'HTTP/1.1' => [[], 5, 5],
    'HTTP/1.1 over TLS' => [['tls' => true, 'alpn' => 'http/1.1'], 5, 5],
    'HTTP/2' => [['tls' => true, 'alpn' => 'h2,http/1.1'], 5, 5],
    'HTTP/2, 3 streams at a time' => [['tls' => true, 'alpn' => 'h2', 'http2Settings' => [3 => 3]], 5, 3],
    'HTTP/2, more than one connection takes' => [['tls' => true, 'alpn' => 'h2'], 256, 100],
    'HTTP/1.1, more than HTTP/2 allows' => [['tls' => true, 'alpn' => 'http/1.1'], 120, 100],
    'one at a time' => [['tls' => true, 'alpn' => 'h2'], 1, 1],
];
foreach ($cases as $case => [$settings, $concurrency, $waiting]) {
    $peer = Peer::start(...$settings + ['default' => Peer::after('all', created('{request}'))]);
    $seen = count_waiting($peer, $waiting);
    $results = client($peer)->sendMany(array_fill(0, max(12, $concurrency), form()), $concurrency);
    $limited = isset($settings['http2Settings']);      // then libcurl opens more connections, and their number depends on timing
    $widened = $concurrency === 120;                   // over HTTP/1.1 the first response lets more begin beside the hundred
    printf("%s: %d sent, %s waited, %s connection(s)\n", $case, count(array_filter($results, 'is_string')),
        $limited && $seen[0] <= $concurrency ? 'some' : $seen[0],
        ($limited || $widened) && count($peer->connections()) <= $concurrency ? 'some' : count($peer->connections()));
}
?>
--EXPECT--
HTTP/1.1: 12 sent, 5 waited, 5 connection(s)
HTTP/1.1 over TLS: 12 sent, 5 waited, 5 connection(s)
HTTP/2: 12 sent, 5 waited, 1 connection(s)
HTTP/2, 3 streams at a time: 12 sent, some waited, some connection(s)
HTTP/2, more than one connection takes: 256 sent, 100 waited, 1 connection(s)
HTTP/1.1, more than HTTP/2 allows: 120 sent, 100 waited, some connection(s)
one at a time: 12 sent, 1 waited, 1 connection(s)
