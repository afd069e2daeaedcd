--TEST--
Retry-After is honored within the timeout; beyond it the exception reports it and there is no retry
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$inAnHour = gmdate('D, d M Y H:i:s', time() + 3600) . ' GMT';
$cases = [
    '429, 1 s' => [Peer::respond(429, ['Retry-After: 1']), created('abc')],
    '429, not a number' => [Peer::respond(429, ['Retry-After: soon']), created('abc')],
    '408 -175, 120 s' => [refusal(408, -175, headers: ['Retry-After: 120'])],
    '429, 120 s' => [Peer::respond(429, ['Retry-After: 120'])],
    '429, an absurd number' => [Peer::respond(429, ['Retry-After: 9223372036854775807'])],
    '429, a large number' => [Peer::respond(429, ['Retry-After: 9300000000000'])],
    '503, 120 s' => [Peer::respond(503, ['Retry-After: 120'])],
    '400, 1 s' => [Peer::respond(400, ['Retry-After: 1'])],
];
foreach ($cases as $name => $script) {
    $peer = Peer::start($script);
    $attempts = [];
    $cotp = client($peer, retries: 2, observer: function (CotpAttempt $attempt) use (&$attempts) {
        $attempts[] = "$attempt->attempt-$attempt->httpStatus";
    });
    echo "$name: ", outcome(fn () => $cotp->send(form())), ', ', implode(' ', $attempts), "\n";
}

$peer = Peer::start([Peer::respond(429, ["Retry-After: $inAnHour"]), Peer::respond(503, ['Retry-After: 120'])]);
$failure = failure(fn () => client($peer, retries: 2)->send(form()));
var_dump($failure->retryAfter > 3000 && $failure->retryAfter <= 3600);
echo outcome(fn () => client($peer, retries: 2)->retrieve('abc')), "\n";

// Retry-After decides the pause: if it does not fit into the timeout, no pause begins, though our own pauses would fit.
$peer = Peer::start(default: Peer::respond(429, ['Retry-After: 31']));
echo outcome(fn () => client($peer, timeout: 30, retries: 10)->send(form())), ', ', count($peer->requests()), "\n";
?>
--EXPECTF--
429, 1 s: abc, 1-429 2-201
429, not a number: abc, 1-429 2-201
408 -175, 120 s: CotpServerException Answered 408 -175 retryable after 120 s, 1-408
429, 120 s: CotpRateLimitException Answered 429 retryable after 120 s, 1-429
429, an absurd number: CotpRateLimitException Answered 429 retryable after %d s, 1-429
429, a large number: CotpRateLimitException Answered 429 retryable after %d s, 1-429
503, 120 s: CotpServerException Unknown 503 after 120 s, 1-503
400, 1 s: CotpInvalidRequestException Answered 400 after 1 s, 1-400
bool(true)
CotpServerException Answered 503 retryable after 120 s [abc]
CotpRateLimitException Answered 429 retryable after 31 s, 1
