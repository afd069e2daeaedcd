--TEST--
A connection that is lost in the middle of a call costs no other: what the repeat opened is kept, and what others use
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/../transport/transport.inc';

$other = Peer::start(default: Peer::mirror());
foreach (WAYS as $way => $arguments) {
    foreach (['close' => Peer::close(), 'reset' => Peer::reset(), 'cut' => Peer::cut(state('abc'), 5, 'reset')] as $how => $loss) {
        $peer = Peer::start([Peer::mirror(), $loss], ...$arguments, default: Peer::mirror());
        $cotp = client($peer, retries: 1);
        for ($count = 0; $count < 4; $count++) {
            client($other)->retrieve('abc');
            $cotp->retrieve('abc');
        }
        [$first, $lost, $repeated, $third, $fourth] = array_column($peer->processed(), 'connection');
        echo "$way, $how: ", $first === $lost && $lost !== $repeated ? 'repeated on another, ' : 'not as it should be, ';
        echo $repeated === $third && $third === $fourth ? 'which is kept, ' : 'which is lost, ', count($other->connections()), " elsewhere\n";
    }
}
?>
--EXPECT--
HTTP/1.1, close: repeated on another, which is kept, 1 elsewhere
HTTP/1.1, reset: repeated on another, which is kept, 1 elsewhere
HTTP/1.1, cut: repeated on another, which is kept, 1 elsewhere
HTTP/1.1 over TLS, close: repeated on another, which is kept, 1 elsewhere
HTTP/1.1 over TLS, reset: repeated on another, which is kept, 1 elsewhere
HTTP/1.1 over TLS, cut: repeated on another, which is kept, 1 elsewhere
HTTP/2, close: repeated on another, which is kept, 1 elsewhere
HTTP/2, reset: repeated on another, which is kept, 1 elsewhere
HTTP/2, cut: repeated on another, which is kept, 1 elsewhere
