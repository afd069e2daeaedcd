--TEST--
A signal's handler runs while a call waits: it may call, throw or exit
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
require __DIR__ . '/../peer/peer.inc';

/** Sends this process a signal when a call made at once waits for its answer. */
function signalSoon(): void
{
    static $senders = [];
    $senders[] = proc_open(['sh', '-c', 'sleep 1; kill -USR1 ' . getmypid()], [], $pipes);
}
pcntl_async_signals(true);
$peer = Peer::start([Peer::after('never', Peer::answer(200)), Peer::after('never', Peer::answer(200)), Peer::json(200, ['Status' => 'FormViewed'])],
    default: Peer::json(200, ['Status' => 'CardStored']));
$service = new CotpRequest('key', "$peer->url/api", timeout: 60);
$form = new CotpForm('hotel-42', 'guest@example.com');

foreach (['retrieve' => 'abc', 'send' => $form] as $method => $argument) {
    pcntl_signal(SIGUSR1, fn () => throw new LogicException('from the handler'));
    signalSoon();
    try {
        $service->$method($argument);
        echo "went on\n";
    } catch (LogicException $exception) {
        echo get_class($exception), ' ', $exception->getMessage(), ', previous: ', get_debug_type($exception->getPrevious()), "\n";
    }
}
echo $service->retrieve('abc')->status->name, " afterwards\n";

$peer->append(Peer::after('go', Peer::json(200, ['Status' => 'LinkExpired'])));
pcntl_signal(SIGUSR1, function () use ($service, $peer) {
    echo $service->retrieve('abc')->status->name, " inside the handler\n";
    $peer->release('go');
});
signalSoon();
echo $service->retrieve('abc')->status->name, "\n";

$peer->append(Peer::after('never', Peer::answer(200)));
pcntl_signal(SIGUSR1, function () {
    echo "handler exits\n";
    exit(0);
});
signalSoon();
$service->retrieve('abc');
echo "went on\n";
?>
--EXPECT--
LogicException from the handler, previous: CotpTransportException
LogicException from the handler, previous: CotpOutcomeUnknownException
FormViewed afterwards
CardStored inside the handler
LinkExpired
handler exits
