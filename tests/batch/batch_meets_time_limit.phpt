--TEST--
max_execution_time ends a batch that waits, and the pool stays usable
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
if (PHP_ZTS) {
    echo 'skip threads have timers of their own';
}
?>
--FILE--
<?php
require __DIR__ . '/nested.inc';
$held = Peer::after('held', Peer::json(200, ['LastNotifiedStatus' => 'CardStored']));
// The limit counts processor time, and a wait uses none. Therefore the test sends the signal of the limit.
$peer = Peer::start([state('a'), $held, Peer::signal(SIGPROF, $held)], default: $held);
set_time_limit(100);
client($peer, timeout: 3600.0)->retrieveMany(['a', 'b', 'c', 'd'], 2); // longer than a test may last
echo "went on\n";
?>
--EXPECTF--
Fatal error: Maximum execution time of 100 seconds exceeded in %s on line %d

3 of 3 read afterwards
0 connections open
