--TEST--
max_execution_time ends a call that waits, and not only the script after it
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
register_shutdown_function(function () {
    global $peer, $service;
    $peer->append(Peer::json(200, ['Status' => 'FormViewed']));
    echo $service->retrieve('abc')->status->name, " in the shutdown function\n";
});
require __DIR__ . '/../peer/peer.inc';
// The limit counts processor time, and a wait uses none. Therefore the test sends the signal of the limit.
$peer = Peer::start([Peer::signal(SIGPROF, Peer::stall())]);
$service = new CotpRequest('key', "$peer->url/api", timeout: 3600); // longer than a test may last
set_time_limit(100);
$service->retrieve('abc');
echo "went on\n";
?>
--EXPECTF--
Fatal error: Maximum execution time of 100 seconds exceeded in %s on line %d
FormViewed in the shutdown function
