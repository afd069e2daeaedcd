--TEST--
A batch over HTTP/2 whose kept connection is dead opens one new connection for all
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

// Several times in a row, because libcurl looks for dead connections only once a second: the first time it finds them itself.
$ids = array_map(fn (int $number) => "id$number", range(1, 20));
$peer = Peer::start(tls: true, alpn: 'h2', default: Peer::mirror());
foreach (['new', 'dead', 'dead', 'dead'] as $state) {
    if ($peer->connections()) {
        $peer->endConnection(array_key_last($peer->connections()));
    }
    $states = array_filter(client($peer)->retrieveMany($ids, 20), fn (mixed $result) => $result instanceof CotpState);
    echo "$state: ", count($states), ' of 20, connections ', count($peer->connections()), "\n";
}
?>
--EXPECT--
new: 20 of 20, connections 1
dead: 20 of 20, connections 2
dead: 20 of 20, connections 3
dead: 20 of 20, connections 4
