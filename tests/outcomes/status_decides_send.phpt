--TEST--
The outcome of each status for a send, which is retried only if it was refused before the work began
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$responses = [
    '300' => Peer::respond(300),
    '301' => Peer::respond(301, ['Location: /api/cardrequest/abc']),
    '302' => Peer::respond(302, ['Location: /api/cardrequest/abc']),
    '303' => Peer::respond(303, ['Location: /api/cardrequest/abc']),
    '304' => Peer::respond(304),
    '307' => Peer::respond(307, ['Location: /api/cardrequest/abc']),
    '308' => Peer::respond(308, ['Location: /api/cardrequest/abc']),
    '400' => refusal(400, -125, 'Bad input data', 'Language'),
    '401' => refusal(401, -1003, 'Not authorized'),
    '403' => Peer::respond(403),
    '404' => Peer::respond(404),
    '405' => Peer::respond(405),
    '408' => Peer::respond(408),
    '408 -150' => refusal(408, -150),
    '408 -175' => refusal(408, -175, 'Timed out', 'Waiting for the request'),
    '409' => refusal(409, -168),
    '418' => Peer::respond(418),
    '422' => refusal(422, -179),
    '426' => refusal(426, -180, 'User is blocked'),
    '429' => Peer::respond(429),
    '500' => refusal(500, -150, 'System error'),
    '501' => Peer::respond(501),
    '502' => Peer::respond(502, ['Content-Type: text/html'], '<html>bad gateway</html>'),
    '503' => Peer::respond(503),
    '504' => Peer::respond(504),
    '507' => Peer::respond(507),
    '599' => Peer::respond(599),
];
$expected = [
    '300' => 'CotpProtocolException Unknown 300, 1',
    '301' => 'CotpProtocolException Unknown 301, 1',
    '302' => 'CotpProtocolException Unknown 302, 1',
    '303' => 'CotpProtocolException Unknown 303, 1',
    '304' => 'CotpProtocolException Unknown 304, 1',
    '307' => 'CotpProtocolException Unknown 307, 1',
    '308' => 'CotpProtocolException Unknown 308, 1',
    '400' => 'CotpInvalidRequestException Answered 400 -125 (Language), 1',
    '401' => 'CotpAuthenticationException Answered 401 -1003, 1',
    '403' => 'CotpAuthenticationException Answered 403, 1',
    '404' => 'CotpNotFoundException Answered 404, 1',
    '405' => 'CotpApiException Answered 405, 1',
    '408' => 'CotpServerException Unknown 408, 1',
    '408 -150' => 'CotpServerException Unknown 408 -150, 1',
    '408 -175' => 'CotpServerException Answered 408 -175 retryable (Waiting for the request), 2',
    '409' => 'CotpConflictException Answered 409 -168, 1',
    '418' => 'CotpApiException Answered 418, 1',
    '422' => 'CotpApiException Answered 422 -179, 1',
    '426' => 'CotpBlockedException Answered 426 -180, 1',
    '429' => 'CotpRateLimitException Answered 429 retryable, 2',
    '500' => 'CotpServerException Unknown 500 -150, 1',
    '501' => 'CotpServerException Unknown 501, 1',
    '502' => 'CotpServerException Unknown 502, 1',
    '503' => 'CotpServerException Unknown 503, 1',
    '504' => 'CotpServerException Unknown 504, 1',
    '507' => 'CotpServerException Unknown 507, 1',
    '599' => 'CotpServerException Unknown 599, 1',
];
$peer = Peer::start();
$cotp = client($peer, retries: 1);
compare($expected, function (string|int $case) use ($peer, $cotp, $responses) {
    $response = $responses[$case];
    $before = count($peer->requests());
    // Twice: for the retry, or for a call that only uses it up.
    $peer->append($response, $response);
    $outcome = outcome(fn () => $cotp->send(form()));
    $attempts = count($peer->requests()) - $before;
    if ($attempts === 1) {
        outcome(fn () => client($peer)->send(form()));
    }
    return "$outcome, $attempts";
});
$peer->append(created('abc'));
echo outcome(fn () => $cotp->send(form())), "\n";
?>
--EXPECT--
27 of 27 as expected
abc
