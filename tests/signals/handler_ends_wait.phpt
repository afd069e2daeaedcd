--TEST--
A signal handler runs while a call waits, and may call, throw or exit
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

pcntl_async_signals(true);
$never = Peer::signal(SIGUSR1, Peer::stall());
$peer = Peer::start([$never, $never, Peer::json(200, ['Status' => 'FormViewed'])], default: Peer::json(200, ['Status' => 'CardStored']));
$service = new CotpRequest('key', "$peer->url/api", timeout: 60);
$form = new CotpForm('hotel-42', 'guest@example.com');

foreach (['retrieve' => 'abc', 'send' => $form] as $method => $argument) {
    pcntl_signal(SIGUSR1, fn () => throw new LogicException('from the handler'));
    try {
        $service->$method($argument);
        echo "went on\n";
    } catch (LogicException $exception) {
        echo get_class($exception), ' ', $exception->getMessage(), ', previous: ', get_debug_type($exception->getPrevious()), "\n";
    }
}
echo $service->retrieve('abc')->status->name, " afterwards\n";

$peer->append(Peer::signal(SIGUSR1, Peer::after('go', Peer::json(200, ['Status' => 'LinkExpired']))));
pcntl_signal(SIGUSR1, function () use ($service, $peer) {
    echo $service->retrieve('abc')->status->name, " inside the handler\n";
    $peer->release('go');
});
echo $service->retrieve('abc')->status->name, "\n";

$peer->append($never);
pcntl_signal(SIGUSR1, function () {
    echo "handler exits\n";
    exit(0);
});
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
