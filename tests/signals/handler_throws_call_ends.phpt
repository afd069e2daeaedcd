--TEST--
A signal handler that throws ends the call with its exception, and the next call works
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

pcntl_async_signals(true);
$peer = Peer::start([Peer::signal(SIGALRM, Peer::stall()), Peer::signal(SIGALRM, Peer::stall()), created('next')], tls: true);
$cotp = client($peer, retries: 3);
pcntl_signal(SIGALRM, function () {
    throw new DomainException('enough');
});
foreach (['send' => fn () => $cotp->send(form()), 'retrieve' => fn () => $cotp->retrieve('abc')] as $name => $call) {
    try {
        $call();
        echo "no exception\n";
    } catch (DomainException $exception) {
        echo "$name: ", $exception->getMessage(), ', ', $exception->getPrevious() instanceof CotpTransportException ? 'the outcome is reported' : 'no outcome', "\n";
    }
}
echo $cotp->send(form()), "\n";
?>
--EXPECT--
send: enough, the outcome is reported
retrieve: enough, the outcome is reported
next
