--TEST--
A signal handler runs while a call waits, and may make a call; the first call continues
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$peer = Peer::start([Peer::after('signal', created('held')), state('abc')], tls: true);
$cotp = client($peer);
pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () use ($peer, $cotp) {
    if ($peer->processed() === []) {
        pcntl_alarm(1); // too early, try again
        return;
    }
    $peer->waitHeld('signal');
    echo 'handler: ', outcome(fn () => $cotp->retrieve('abc')), "\n";
    $peer->release('signal');
});
pcntl_alarm(1);
echo outcome(fn () => $cotp->send(form('hotel-42'))), ', processed ', processed($peer, 'hotel-42'), "\n";
?>
--EXPECT--
handler: abc MessageQueued
held, processed 1
