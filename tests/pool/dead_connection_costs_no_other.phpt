--TEST--
A call that meets a dead kept connection uses another kept one, and opens a new one only if all are dead
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(reset: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

// libcurl decides which connection it takes first: in one of the two cases it is the dead one.
foreach (['close', 'reset'] as $how) {
    foreach (['first' => [1], 'second' => [2], 'both' => [1, 2]] as $which => $dead) {
        $peer = Peer::start(default: Peer::mirror());
        $service = client($peer);
        $service->retrieveMany(['a', 'b'], 2);
        array_map(fn (int $connection) => $peer->endConnection($connection, $how), $dead);
        echo "$how, $which: ", outcome(fn () => $service->send(form())), ', processed ', processed($peer, 'hotel-42');
        echo ', connections ', count($peer->connections()), "\n";
    }
}
?>
--EXPECT--
close, first: request-3, processed 1, connections 2
close, second: request-3, processed 1, connections 2
close, both: request-3, processed 1, connections 3
reset, first: request-3, processed 1, connections 2
reset, second: request-3, processed 1, connections 2
reset, both: request-3, processed 1, connections 3
