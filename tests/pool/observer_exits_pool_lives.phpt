--TEST--
exit() in an observer ends the script, and the pool stays usable
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

// Registered before the shutdown function of the peer, which ends the peer.
register_shutdown_function(function () use (&$peer) {
    echo 'shutdown: ', client($peer)->send(form()), ', connections ', count($peer->connections()), "\n";
});
$peer = Peer::start([created('one'), created('two')], tls: true);
client($peer, observer: function () {
    exit("exit\n");
})->send(form());
echo "never\n";
?>
--EXPECT--
exit
shutdown: two, connections 1
