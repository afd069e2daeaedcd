--TEST--
await(): retrieves with pauses until the status is final, survives retryable failures, and honors Retry-After
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** Returns the seconds between the requests, never fewer than Retry-After requires. */
function pauses(Peer $peer): array
{
    $times = array_column($peer->requests(), 'at');
    return array_map(fn (float $later, float $earlier) => $later - $earlier, array_slice($times, 1), array_slice($times, 0, -1));
}
$peer = Peer::start([state('abc', 'CardStored')]);
echo 'final at once: ', outcome(fn () => client($peer)->await("$peer->url/api/cardrequest/abc")), ', ', count($peer->processed()), " look\n";

$peer = Peer::start([state('abc'), refusal(503, 0), Peer::close(), state('abc', 'StoreFailed'), state('abc', 'LinkExpired')]);
echo 'final in time: ', outcome(fn () => client($peer)->await('abc', 60)), ', ', count($peer->processed()), " looks\n";
foreach (pauses($peer) as $number => $pause) {
    $longest = 1.5 ** $number;
    if ($pause < $longest / 2 - 0.05) {
        echo "pause $number is too short: $pause\n";
    }
}

$peer = Peer::start([refusal(429, 0, headers: ['Retry-After: 2']), state('abc', 'MessageFailed')]);
echo 'asked to wait: ', outcome(fn () => client($peer)->await('abc', 60)), ', ', pauses($peer)[0] >= 2.0 ? 'waited' : 'did not wait', "\n";

foreach ([404 => -120, 500 => 0, 401 => 0] as $status => $code) {
    $peer = Peer::start([state('abc'), refusal($status, $code)]);
    echo "$status: ", outcome(fn () => client($peer)->await('abc', 60)), ', ', count($peer->processed()), " looks\n";
}
?>
--EXPECT--
final at once: abc CardStored, 1 look
final in time: abc LinkExpired, 5 looks
asked to wait: abc MessageFailed, waited
404: CotpNotFoundException Answered 404 -120 [abc], 2 looks
500: CotpServerException Answered 500 [abc], 2 looks
401: CotpAuthenticationException Answered 401 [abc], 2 looks
