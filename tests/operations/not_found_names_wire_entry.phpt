--TEST--
A 404 without an error block reports the wire entry of an inferred path, and a 405 that of an inferred method
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$peer = Peer::start();
$cotp = client($peer);
$token = str_repeat('ab', 16);
$calls = [
    fn () => $cotp->send(form()),
    fn () => $cotp->send(form(cardUri: $token)),
    fn () => $cotp->retrieve('abc'),
    fn () => $cotp->delete('abc'),
    fn () => $cotp->setRetention($token, new CotpRetention(new DateTime('+1 day'))),
    fn () => $cotp->getRetention($token),
    fn () => $cotp->deleteRetention($token, 'Owner'),
    fn () => $cotp->clearCvv($token),
    fn () => $cotp->deleteCard($token),
    fn () => $cotp->authenticate(),
];
foreach ($calls as $call) {
    $peer->append(Peer::respond(404), Peer::respond(405), refusal(404, -160, 'Not found'), Peer::respond(400));
    echo failure($call)->getMessage(), "\n";
    $entry = fn () => preg_match('/wire entry "(.*)"/', failure($call)->getMessage(), $match) ? $match[1] : '-';
    echo '    ', $entry(), ' ', $entry(), ' ', $entry(), "\n";
}
?>
--EXPECT--
POST /cardrequest: the service responded with HTTP 404. The path is inferred, not documented; override it with the wire entry "send.path"
    send.method - -
POST /cardrequest/cvv: the service responded with HTTP 404. The path is inferred, not documented; override it with the wire entry "securityCode.path"
    securityCode.method - -
GET /cardrequest/{id}: the service responded with HTTP 404
    - - -
DELETE /cardrequest/{id}: the service responded with HTTP 404. The path is inferred, not documented; override it with the wire entry "delete.path"
    delete.method - -
PUT /payments/paycard/{token}/cvv/Restriction: the service responded with HTTP 404. The path is inferred, not documented; override it with the wire entry "retention.set.path"
    retention.set.method - -
GET /payments/paycard/{token}/cvv/Restriction: the service responded with HTTP 404
    - - -
DELETE /payments/paycard/{token}/cvv/Restriction/{type}/{data}: the service responded with HTTP 404. The path is inferred, not documented; override it with the wire entry "retention.delete.path"
    retention.delete.method - -
DELETE /payments/paycard/{token}/cvv: the service responded with HTTP 404. The path is inferred, not documented; override it with the wire entry "cvv.clear.path"
    cvv.clear.method - -
DELETE /payments/paycard/{token}: the service responded with HTTP 404. The path is inferred, not documented; override it with the wire entry "card.delete.path"
    card.delete.method - -
POST /accounts/authenticate/: the service responded with HTTP 404
    - - -
