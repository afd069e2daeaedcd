--TEST--
The outcome of each status for an operation that may be retried, and which of them are retried
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
    '300' => 'CotpProtocolException Answered 300 [abc], 1',
    '301' => 'CotpProtocolException Answered 301 [abc], 1',
    '302' => 'CotpProtocolException Answered 302 [abc], 1',
    '303' => 'CotpProtocolException Answered 303 [abc], 1',
    '304' => 'CotpProtocolException Answered 304 [abc], 1',
    '307' => 'CotpProtocolException Answered 307 [abc], 1',
    '308' => 'CotpProtocolException Answered 308 [abc], 1',
    '400' => 'CotpInvalidRequestException Answered 400 -125 (Language) [abc], 1',
    '401' => 'CotpAuthenticationException Answered 401 -1003 [abc], 1',
    '403' => 'CotpAuthenticationException Answered 403 [abc], 1',
    '404' => 'CotpNotFoundException Answered 404 [abc], 1',
    '405' => 'CotpApiException Answered 405 [abc], 1',
    '408' => 'CotpServerException Answered 408 [abc], 1',
    '408 -150' => 'CotpServerException Answered 408 -150 [abc], 1',
    '408 -175' => 'CotpServerException Answered 408 -175 retryable (Waiting for the request) [abc], 2',
    '409' => 'CotpConflictException Answered 409 -168 [abc], 1',
    '418' => 'CotpApiException Answered 418 [abc], 1',
    '422' => 'CotpApiException Answered 422 -179 [abc], 1',
    '426' => 'CotpBlockedException Answered 426 -180 [abc], 1',
    '429' => 'CotpRateLimitException Answered 429 retryable [abc], 2',
    '500' => 'CotpServerException Answered 500 -150 [abc], 1',
    '501' => 'CotpServerException Answered 501 [abc], 1',
    '502' => 'CotpServerException Answered 502 retryable [abc], 2',
    '503' => 'CotpServerException Answered 503 retryable [abc], 2',
    '504' => 'CotpServerException Answered 504 retryable [abc], 2',
    '507' => 'CotpServerException Answered 507 [abc], 1',
    '599' => 'CotpServerException Answered 599 [abc], 1',
];
$peer = Peer::start();
$cotp = client($peer, retries: 1);
compare($expected, function (string|int $case) use ($peer, $cotp, $responses) {
    $response = $responses[$case];
    $before = count($peer->requests());
    // Twice: for the retry, or for a call that only uses it up.
    $peer->append($response, $response);
    $outcome = outcome(fn () => $cotp->retrieve('abc'));
    $attempts = count($peer->requests()) - $before;
    if ($attempts === 1) {
        outcome(fn () => client($peer)->retrieve('abc'));
    }
    return "$outcome, $attempts";
});
$peer->append(state('abc'));
echo outcome(fn () => $cotp->retrieve('abc')), "\n";
?>
--EXPECT--
27 of 27 as expected
abc MessageQueued
