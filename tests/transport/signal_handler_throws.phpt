--TEST--
A signal's handler that throws ends the call with its exception, and the next call works
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/transport.inc';

pcntl_async_signals(true);
$peer = Peer::start([Peer::stall(), Peer::stall(), created('next')], tls: true);
$cotp = client($peer, retries: 3);
pcntl_signal(SIGALRM, function () use ($peer) {
    throw new DomainException('enough');
});
foreach (['send' => fn () => $cotp->send(form()), 'retrieve' => fn () => $cotp->retrieve('abc')] as $name => $call) {
    pcntl_alarm(1);
    try {
        $call();
        echo "no exception\n";
    } catch (DomainException $exception) {
        echo "$name: ", $exception->getMessage(), ', ', $exception->getPrevious() instanceof CotpTransportException ? 'the outcome is told' : 'no outcome', "\n";
    }
}
echo $cotp->send(form()), "\n";
?>
--EXPECT--
send: enough, the outcome is told
retrieve: enough, the outcome is told
next
