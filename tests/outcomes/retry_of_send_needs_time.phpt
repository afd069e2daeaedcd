--TEST--
A send is not retried without enough time for a response, also after a pause and an observer: a safe refusal stays one
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** Sends to a service that refuses the first request and does not respond to the second. */
function refused(array $headers, float $timeout, float $observed = 0.0): void
{
    $peer = Peer::start([Peer::respond(429, $headers)], default: Peer::stall());
    $cotp = client($peer, timeout: $timeout, retries: 3, observer: fn () => usleep((int) ($observed * 1e6)));
    echo outcome(fn () => $cotp->send(form())), ', ', count($peer->requests()), "\n";
}

refused(['Retry-After: 1'], timeout: 1.2);
refused(['Retry-After: 1.9'], timeout: 2.0);
refused([], timeout: 2.0, observed: 1.3);
refused([], timeout: 2.0, observed: 2.3);

// With enough time there is a retry.
$peer = Peer::start([Peer::respond(429, ['Retry-After: 0.3']), created('abc')]);
echo outcome(fn () => client($peer, timeout: 30, retries: 1, observer: fn () => usleep(100000))->send(form())), ', ', count($peer->requests()), "\n";

// Retry-After has a fraction, or is a date.
foreach (['1.5', '0.25', gmdate('D, d M Y H:i:s', time() + 400000) . ' GMT', '2 hours', '-1'] as $value) {
    $peer = Peer::start(default: Peer::respond(429, ["Retry-After: $value"]));
    $seconds = failure(fn () => client($peer)->send(form()))->retryAfter;
    echo var_export($seconds > 300000 ? 'days' : $seconds, true), "\n";
}
?>
--EXPECT--
CotpRateLimitException Answered 429 retryable after 1 s, 1
CotpRateLimitException Answered 429 retryable after 1.9 s, 1
CotpRateLimitException Answered 429 retryable, 1
CotpRateLimitException Answered 429 retryable, 1
abc, 2
1.5
0.25
'days'
NULL
NULL
