--TEST--
A signal handler that throws ends the pause before a retry, too
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () {
    throw new DomainException('enough');
});
// The pause is longer than a test may last.
$peer = Peer::start([Peer::respond(429, ['Retry-After: 3000']), created('next')]);
$cotp = client($peer, timeout: 3600.0, retries: 3);
pcntl_alarm(1);
try {
    $cotp->send(form());
} catch (DomainException $exception) {
    echo $exception->getMessage(), ', ', count($peer->requests()), "\n";
}
echo $cotp->send(form()), "\n";
?>
--EXPECT--
enough, 1
next
