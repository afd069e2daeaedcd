--TEST--
Overrides in $wire are sent: paths, methods and names; whether an operation is retried does not change
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$peer = Peer::start();
$token = str_repeat('ab', 16);
$routes = [];
$cotp = client($peer, baseUri: "$peer->url/v2/", wire: [
    'send.path' => '/requests/new',
    'securityCode.path' => '/requests/code/',
    'retrieve.path' => '/requests/{id}/state',
    'delete.path' => '/requests/{id}/cancel',
    'retention.set.path' => '/cards/{token}/policy',
    'retention.set.method' => 'POST',
    'retention.get.path' => '/cards/{token}/policy',
    'retention.delete.path' => '/cards/{token}/policy/{type}/only/{data}',
    'cvv.clear.path' => '/cards/{token}/clear',
    'cvv.clear.method' => 'POST',
    'card.delete.path' => '/cards/{token}',
    'authenticate.path' => '/me',
    'form.bookerId' => 'user_id',
    'form.email' => 'Empfänger',
    'form.deliveryMethod' => 'via',
    'delivery.email' => 'MAIL',
    'phone.format' => 'plus',
    'state.requestId' => 'id',
    'state.status' => 'state',
    'state.time' => 'at',
    'state.cardUri' => 'card',
], observer: function (CotpAttempt $attempt) use (&$routes) {
    $routes[] = "$attempt->method $attempt->route";
});
$peer->append(
    created('abc'),
    created('def'),
    Peer::json(200, ['id' => 'abc', 'state' => 'CardStored', 'at' => '2026-01-02T03:04:05', 'card' => "https://x.example/$token"]),
    ...array_fill(0, 3, Peer::respond(204)),
    ...[Peer::respond(503), Peer::respond(204), Peer::respond(200)],
);
$cotp->send(form());
$cotp->send(form(cardUri: $token, email: null, phone: '0041 44 668 18 00', language: 'pt_BR'));
$state = $cotp->retrieve('abc');
echo "$state->requestId $state->rawStatus $state->time $state->cardUri\n";
$cotp->delete('abc');
$cotp->setRetention($token, new CotpRetention(new DateTime('+1 day')));
$cotp->deleteRetention($token, 'Owner', 'x');
echo outcome(fn () => $cotp->clearCvv($token)), "\n";
$cotp->deleteCard($token);
$cotp->authenticate();
foreach ($peer->requests() as $number => $request) {
    echo "{$request['method']} {$request['path']}", $number < 2 ? " {$request['body']}" : '', "\n";
}
echo implode("\n", array_slice($routes, 2, 1)), "\n";
?>
--EXPECT--
abc CardStored 2026-01-02T03:04:05 https://x.example/abababababababababababababababab
CotpServerException Answered 503 retryable
POST /v2/requests/new {"user_id":"hotel-42","Empfänger":"guest@example.com","Language":"EN","via":"MAIL"}
POST /v2/requests/code/ {"user_id":"hotel-42","RecipientPhone":"+41446681800","CardUri":"abababababababababababababababab","Language":"pt","via":"SMS"}
GET /v2/requests/abc/state
DELETE /v2/requests/abc/cancel
POST /v2/cards/abababababababababababababababab/policy
DELETE /v2/cards/abababababababababababababababab/policy/Owner/only/x
POST /v2/cards/abababababababababababababababab/clear
DELETE /v2/cards/abababababababababababababababab
POST /v2/me
GET /requests/{id}/state
