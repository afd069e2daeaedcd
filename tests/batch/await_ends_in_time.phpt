--TEST--
await(): a timeout reports the request id and the last state; a signal handler ends the wait; invalid arguments send nothing
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
require __DIR__ . '/../processes/processes.inc';

function show(string $case, Peer $peer, mixed ...$arguments): void
{
    try {
        $result = client($peer)->await(...$arguments);
        echo "$case: ", $result->status->name, "\n";
    } catch (CotpException $exception) {
        echo "$case: ", outcome(fn () => throw $exception), "\n  ", $exception->getMessage(), "\n";
    } catch (Throwable $thrown) {
        echo "$case: ", get_class($thrown), ' ', $thrown->getMessage(), "\n";
    }
}
show('not final', Peer::start(default: state('abc', 'FormViewed')), 'abc', 3.0);
show('not known', Peer::start(default: state('abc', 'Pondering <x>')), 'abc', 3.0);
show('no response', Peer::start(default: Peer::stall()), 'abc', 0.3);
show('failing', Peer::start(default: refusal(503, 0)), 'abc', 3.0);
show('asked to wait too long', Peer::start(default: refusal(429, 0, headers: ['Retry-After: 3600'])), 'abc', 600.0);

$peer = Peer::start(default: state('abc'));
foreach ([0.0, -1.0, 86400.5, INF, NAN] as $timeout) {
    show(is_nan($timeout) ? 'NAN' : (string) $timeout, $peer, 'abc', $timeout);
}
show('bad id', $peer, 'a/b');
echo count($peer->connections()), " connections\n";

// The pause is longer than a test may last.
$responded = $handled = 0;
$peer = Peer::start(default: refusal(503, 0, headers: ['Retry-After: 3000']));
$cotp = client($peer, observer: function () use (&$responded): void {
    $responded++;
});
try {
    while_signalled(function () use (&$responded, &$handled): bool {
        if ($responded && ++$handled === 1) {
            echo "handler\n";
            CotpRequest::closePool();
        }
        return $handled > 1 && throw new LogicException('enough');
    }, fn () => $cotp->await('abc', 3600.0));
} catch (LogicException $exception) {
    echo 'interrupted: ', $exception->getMessage(), ', requests: ', count($peer->processed()), "\n";
}
?>
--EXPECTF--
not final: CotpTimeoutException Answered retryable [abc]
  no final status before the timeout: the last status was FormViewed
not known: CotpTimeoutException Answered retryable [abc]
  no final status before the timeout: the last status was unknown to this version
no response: CotpTimeoutException Unknown retryable [abc]
  no final status before the timeout: GET /cardrequest/{id}: the call timed out after the request was sent (%s)
failing: CotpTimeoutException Answered 503 retryable [abc]
  no final status before the timeout: GET /cardrequest/{id}: the service responded with HTTP 503
asked to wait too long: CotpTimeoutException Answered 429 retryable after 3600 s [abc]
  no final status before the timeout: GET /cardrequest/{id}: the service responded with HTTP 429
0: ValueError CotpRequest::await(): Argument #2 ($timeout) must be greater than 0 and at most 86400 seconds
-1: ValueError CotpRequest::await(): Argument #2 ($timeout) must be greater than 0 and at most 86400 seconds
86400.5: ValueError CotpRequest::await(): Argument #2 ($timeout) must be greater than 0 and at most 86400 seconds
INF: ValueError CotpRequest::await(): Argument #2 ($timeout) must be greater than 0 and at most 86400 seconds
NAN: ValueError CotpRequest::await(): Argument #2 ($timeout) must be greater than 0 and at most 86400 seconds
bad id: ValueError CotpRequest::await(): Argument #1 ($request) must be a request id (1 to 128 characters from A-Z, a-z, 0-9, "-" and "_") or a request URI
0 connections
handler
interrupted: enough, requests: 1
