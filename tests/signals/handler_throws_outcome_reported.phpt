--TEST--
An exception from a signal handler during a send is thrown, and its last previous exception reports that the guest may have been reached
--EXTENSIONS--
pcntl
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../peer/peer.inc';
$peer = Peer::start([Peer::signal(SIGALRM, Peer::stall())]);
pcntl_async_signals(true);
pcntl_signal(SIGALRM, function (): void {
    throw new LogicException('the job took too long', 0, new DomainException('cause'));
});
$cotp = new CotpRequest('key', "$peer->url/api", timeout: 60);
try {
    $cotp->send(new CotpForm(bookerId: 'b', email: 'guest@example.com'));
} catch (LogicException $thrown) {
    for ($link = $thrown; $link; $link = $link->getPrevious()) {
        echo $link::class, ' ', $link instanceof CotpException ? $link->outcome->name : $link->getMessage(), "\n";
    }
}
$port = Peer::silentPort();
pcntl_alarm(1);
try {
    (new CotpRequest('key', "http://127.0.0.1:$port", timeout: 60, connectTimeout: 60))->send(new CotpForm(bookerId: 'b', email: 'guest@example.com'));
} catch (LogicException $thrown) {
    $last = $thrown->getPrevious()->getPrevious();
    echo $last::class, ' ', $last->outcome->name, "\n";
}
echo count($peer->processed()), "\n";
?>
--EXPECT--
LogicException the job took too long
DomainException cause
CotpOutcomeUnknownException Unknown
CotpTransportException NotSent
1
