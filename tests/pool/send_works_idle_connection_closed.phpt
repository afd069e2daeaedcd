--TEST--
A send after the service closed the idle connection works, once, on a new one, even without retries
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

// Several times in a row, because libcurl looks for dead connections only once a second: the first time it finds them itself.
foreach (WAYS as $way => $arguments) {
    foreach (['close', 'reset'] as $how) {
        $peer = Peer::start([created('first'), created('second'), created('third')], ...$arguments);
        $cotp = client($peer, retries: 0);
        $cotp->send(form());
        foreach (['booker-two', 'booker-three'] as $booker) {
            $peer->endConnection(array_key_last($peer->connections()), $how);
            echo "$way, $how: ", outcome(fn () => $cotp->send(form($booker))), ', processed ', processed($peer, $booker), "\n";
        }
    }
}
?>
--EXPECT--
HTTP/1.1, close: second, processed 1
HTTP/1.1, close: third, processed 1
HTTP/1.1, reset: second, processed 1
HTTP/1.1, reset: third, processed 1
HTTP/1.1 over TLS, close: second, processed 1
HTTP/1.1 over TLS, close: third, processed 1
HTTP/1.1 over TLS, reset: second, processed 1
HTTP/1.1 over TLS, reset: third, processed 1
HTTP/2, close: second, processed 1
HTTP/2, close: third, processed 1
HTTP/2, reset: second, processed 1
HTTP/2, reset: third, processed 1
