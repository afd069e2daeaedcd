--TEST--
authenticate() returns false for 401 alone
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$peer = Peer::start([
    Peer::respond(200),
    Peer::respond(201),
    Peer::respond(204),
    Peer::respond(401),
    refusal(401, -1003),
    refusal(403, -1003),
    refusal(426, -180),
    Peer::respond(302, ['Location: /login']),
    Peer::respond(503),
    Peer::respond(200),
]);
$cotp = client($peer);
for ($count = 0; $count < 10; $count++) {
    echo outcome(fn () => $cotp->authenticate()), "\n";
}
?>
--EXPECT--
true
true
true
false
false
CotpAuthenticationException Answered 403 -1003
CotpBlockedException Answered 426 -180
CotpProtocolException Answered 302
CotpServerException Answered 503 retryable
true
