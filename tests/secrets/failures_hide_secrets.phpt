--TEST--
A failed call shows no secret, even if the server sends all of them back
--EXTENSIONS--
cotp
--INI--
zend.exception_ignore_args=0
zend.exception_string_param_max_len=1000000
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
require __DIR__ . '/../peer/peer.inc';
require __DIR__ . '/secrets.inc';

$retention = new CotpRetention(new DateTimeImmutable('+1 day'));
$formCalls = [
    'send' => fn ($service) => $service->send(plantedForm()),
    'send by phone' => fn ($service) => $service->send(plantedForm(true)),
];
$cardCalls = [
    'setRetention' => fn ($service) => $service->setRetention(CARD_URI, $retention),
    'getRetention' => fn ($service) => $service->getRetention(CARD_URI),
    'deleteRetention' => fn ($service) => $service->deleteRetention(CARD_URI),
    'clearCvv' => fn ($service) => $service->clearCvv(CARD_URI),
    'deleteCard' => fn ($service) => $service->deleteCard(CARD_URI),
];
$keyCalls = [
    'retrieve' => fn ($service) => $service->retrieve('abc'),
    'delete' => fn ($service) => $service->delete('abc'),
    'authenticate' => fn ($service) => $service->authenticate(),
];

/** The responses of a server that sends back all that it received. */
function responses(string $echo): array
{
    $error = ['code' => -125, 'message' => "Bad: $echo", 'moreInfo' => "More: $echo"];
    return [
        'error block' => Peer::json(400, $error),
        'not found' => Peer::json(404, $error),
        'failure' => Peer::json(500, $error),
        'no JSON' => Peer::respond(200, ["Location: /nothing/$echo/"], "<html>$echo</html>"),
        'redirect' => Peer::respond(302, ['Location: http://127.0.0.1/' . rawurlencode($echo)], $echo),
        'another id' => Peer::json(200, ['RequestID' => 'planted-card-token', 'Status' => $echo]),
        'closed' => Peer::close(),
    ];
}

/** Makes the calls and reports which secrets of the client leaked. */
function call(string $response, string $base, #[\SensitiveParameter] ?string $proxy, array $calls, #[\SensitiveParameter] callable $before): void
{
    global $failed;
    $service = plantedRequest($base, retries: 0, proxy: $proxy, observer: function ($attempt) {
        ob_start();
        searchDumps('attempt', $attempt);
        echo str_contains((string) ob_get_clean(), 'LEAKS') ? "observer LEAKS\n" : '';
    });
    foreach ($calls as $what => $call) {
        $before();
        try {
            $call($service);
        } catch (CotpException $exception) {
            ob_start();
            searchException('', $exception);
            $report = (string) ob_get_clean();
            $failed++;
            echo str_contains($report, 'LEAKS') ? "$response, $what:\n{$exception->getMessage()} {$exception->moreInfo}\n$report\n" : '';
        }
    }
}

$failed = 0;
$echoes = [
    [['send' => $formCalls['send']], SECRETS['e-mail']],
    [['send by phone' => $formCalls['send by phone']], SECRETS['phone']],
    [['send by phone' => $formCalls['send by phone']], SECRETS['phone as sent']],
    [$formCalls, SECRETS['key'] . ' "' . SECRETS['name'] . '" ' . CARD_URI . ' https://hotel.example/cotp?cotp=' . SECRETS['callback token']],
    [$cardCalls, SECRETS['key'] . ' ' . CARD_URI . ' ' . SECRETS['card token']],
    [$keyCalls, SECRETS['key']],
];
$peer = Peer::start();
$nobody = Peer::closedPort();
foreach ($echoes as [$calls, $echo]) {
    foreach (responses($echo) as $response => $action) {
        $before = fn () => $peer->append($action);
        call($response, "$peer->url/api", null, $calls, $before);
        call("$response through a proxy", "$peer->url/api", plantedProxy($peer->port), $calls, $before);
    }
    call('refused', "http://127.0.0.1:$nobody", null, $calls, fn () => null);
    call('proxy refused', 'https://localhost/api', plantedProxy($nobody), $calls, fn () => null);
}
echo "$failed failures looked at\n";
?>
--EXPECT--
201 failures looked at
