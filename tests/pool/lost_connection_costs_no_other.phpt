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
        $seen = [];
        $cotp = client($peer, retries: 1, observer: function (CotpExchange $exchange) use (&$seen) {
            $seen[] = $exchange->reused ? 'kept' : 'new';
        });
        for ($count = 0; $count < 4; $count++) {
            client($other)->retrieve('abc');
            $cotp->retrieve('abc');
        }
        echo "$way, $how: ", implode(' ', $seen), ', ', count($other->connections()), " elsewhere\n";
    }
}
?>
--EXPECT--
HTTP/1.1, close: new kept new kept kept, 1 elsewhere
HTTP/1.1, reset: new kept new kept kept, 1 elsewhere
HTTP/1.1, cut: new kept new kept kept, 1 elsewhere
HTTP/1.1 over TLS, close: new kept new kept kept, 1 elsewhere
HTTP/1.1 over TLS, reset: new kept new kept kept, 1 elsewhere
HTTP/1.1 over TLS, cut: new kept new kept kept, 1 elsewhere
HTTP/2, close: new kept new kept kept, 1 elsewhere
HTTP/2, reset: new kept new kept kept, 1 elsewhere
HTTP/2, cut: new kept new kept kept, 1 elsewhere
