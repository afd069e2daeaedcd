--TEST--
An observer that exceeds max_execution_time ends the script, and the pool stays usable
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
if (getenv('SKIP_SLOW_TESTS')) {
    echo 'skip slow';
}
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

// Registered before the shutdown function of the peer, which ends the peer.
register_shutdown_function(function () use (&$peer) {
    set_time_limit(0);
    echo 'shutdown: ', client($peer)->send(form()), ', connections ', count($peer->connections()), "\n";
});
$peer = Peer::start([Peer::respond(503), created('next')], tls: true);
$cotp = client($peer, retries: 10, observer: function () {
    while (true) {
    }
});
set_time_limit(1);
$cotp->retrieve('abc');
echo "never\n";
?>
--EXPECTF--
Fatal error: Maximum execution time of 1 second exceeded in %s on line %d
shutdown: next, connections 1
