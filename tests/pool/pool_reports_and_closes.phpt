--TEST--
CotpRequest::pool() reports the real figures, closePool() closes, and both are safe within observers
--EXTENSIONS--
cotp
--INI--
pcre.jit=0
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

function show(string $case): void
{
    $pool = CotpRequest::pool();
    printf("%s: %d open, %d hits, %d misses%s\n", $case, $pool['connections'], $pool['hits'], $pool['misses'], $pool['pid'] === getmypid() ? '' : ', WRONG PROCESS');
}
CotpRequest::closePool();
show('before any call');
$ok = Peer::json(200, ['LastNotifiedStatus' => 'CardStored']);
$peer = Peer::start(default: $ok);
$service = client($peer);
$service->retrieve('a');
show('first call');
$service->retrieve('b');
show('second call');
client($peer, baseUri: 'http://127.0.0.1:' . Peer::closedPort())->retrieveMany(['a', 'b', 'c']);
show('refused connections do not count');
CotpRequest::closePool();
$peer->waitClosed(1);
show('closed');
$service->retrieve('c');
show('anew');

$wide = Peer::start(tls: true, alpn: 'h2', default: $ok);
client($wide)->retrieveMany(range('a', 'j'), 5);        // ten streams, one connection
show('a batch over HTTP/2');

// While calls are in progress, closePool() takes effect at their end.
$observed = 0;
$closing = client($wide, observer: function () use (&$observed, $service) {
    CotpRequest::closePool();
    if (++$observed === 1) {
        echo 'closed within an observer: ', CotpRequest::pool()['connections'], " open\n"; // the second may have been sent, or not yet
        $service->retrieve('nested');
        CotpRequest::closePool();
    }
});
echo count(array_filter($closing->retrieveMany(range('a', 'f'), 2), fn ($state) => $state instanceof CotpState)), " of 6 read\n";
show('afterwards');
echo count($wide->connections()), " connections\n";

ob_start();
(new ReflectionExtension('cotp'))->info();
preg_match_all('/^(Process ID|Open connections|Requests on .*) => (\d+)$/m', ob_get_clean(), $rows);
echo 'phpinfo: ', json_encode(array_map('intval', $rows[2]) === [getmypid(), ...array_slice(array_values(CotpRequest::pool()), 1)]), "\n";
?>
--EXPECT--
before any call: 0 open, 0 hits, 0 misses
first call: 1 open, 0 hits, 1 misses
second call: 1 open, 1 hits, 1 misses
refused connections do not count: 1 open, 1 hits, 1 misses
closed: 0 open, 1 hits, 1 misses
anew: 1 open, 1 hits, 2 misses
a batch over HTTP/2: 2 open, 10 hits, 3 misses
closed within an observer: 2 open
6 of 6 read
afterwards: 0 open, 17 hits, 3 misses
1 connections
phpinfo: true
