--TEST--
A connection that is lost during a call costs no other: the connection of the retry is kept, and so are the others
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$other = Peer::start(default: Peer::mirror());
foreach (WAYS as $way => $arguments) {
    foreach (['close' => Peer::close(), 'reset' => Peer::reset(), 'cut' => Peer::cut(state('abc'), 5, 'reset')] as $how => $loss) {
        $peer = Peer::start([Peer::mirror(), $loss], ...$arguments, default: Peer::mirror());
        $cotp = client($peer, retries: 1);
        for ($count = 0; $count < 4; $count++) {
            client($other)->retrieve('abc');
            $cotp->retrieve('abc');
        }
        [$first, $lost, $retried, $third, $fourth] = array_column($peer->processed(), 'connection');
        echo "$way, $how: ", $first === $lost && $lost !== $retried ? 'retried on another, ' : 'not as it should be, ';
        echo $retried === $third && $third === $fourth ? 'which is kept, ' : 'which is lost, ', count($other->connections()), " elsewhere\n";
    }
}
?>
--EXPECT--
HTTP/1.1, close: retried on another, which is kept, 1 elsewhere
HTTP/1.1, reset: retried on another, which is kept, 1 elsewhere
HTTP/1.1, cut: retried on another, which is kept, 1 elsewhere
HTTP/1.1 over TLS, close: retried on another, which is kept, 1 elsewhere
HTTP/1.1 over TLS, reset: retried on another, which is kept, 1 elsewhere
HTTP/1.1 over TLS, cut: retried on another, which is kept, 1 elsewhere
HTTP/2, close: retried on another, which is kept, 1 elsewhere
HTTP/2, reset: retried on another, which is kept, 1 elsewhere
HTTP/2, cut: retried on another, which is kept, 1 elsewhere
