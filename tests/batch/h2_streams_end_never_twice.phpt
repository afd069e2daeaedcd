--TEST--
sendMany() over HTTP/2: if a stream or the connection dies, no send is processed twice, its outcome is unknown, and the others continue
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true, reset: true);
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** Returns a valid response of many DATA frames, so that the streams overlap. */
function large(string $id, int $bytes): array
{
    return Peer::respond(201, ["Location: /api/cardrequest/$id", 'Content-Type: text/plain'], str_repeat('x', $bytes));
}

/** Sends six forms at once over a connection that was used before. The actions apply in the order of arrival. */
function batch(string $case, array $script): void
{
    $peer = Peer::start([created('first'), ...$script], tls: true, alpn: 'h2', default: created('later'));
    $service = client($peer, retries: 3);
    $service->send(form('hotel-0'));
    $forms = array_map(fn (int $number) => form("hotel-$number"), range(1, 6));
    $results = $service->sendMany($forms);
    $ends = array_count_values(array_map(fn ($result) => is_string($result) ? 'sent' : outcome(fn () => throw $result), $results));
    ksort($ends);
    $most = max(array_map(fn (int $number) => processed($peer, "hotel-$number"), range(1, 6)));
    echo "$case: ", json_encode($ends), ", processed at most $most time(s)\n";
}

$data = fn (int $bytes): array => array_map(fn (int $number) => large("id$number", $bytes), range(1, 6));
foreach ([20_000, 300_000] as $bytes) {
    foreach ([0, 2, 5] as $place) {
        batch("internal error at $place among $bytes bytes", array_replace($data($bytes), [$place => Peer::refuse(Peer::INTERNAL_ERROR)]));
    }
    batch("cut by an error among $bytes bytes", array_replace($data($bytes), [3 => Peer::cut(large('cut', 5000), 2000, 'refuse')]));
}
batch('refused stream', array_replace($data(20_000), [2 => Peer::refuse()]));
$withoutResponse = array_fill(0, 5, Peer::after('never', created('x')));
batch('connection closed', [...$withoutResponse, Peer::close()]);
batch('connection reset', [...$withoutResponse, Peer::reset()]);
batch('goaway naming none', [...$withoutResponse, Peer::goAway(lastStream: 0)]);
batch('goaway naming all, then closed', [...$withoutResponse, Peer::goAway(lastStream: 2 ** 31 - 1)]);
?>
--EXPECT--
internal error at 0 among 20000 bytes: {"CotpOutcomeUnknownException Unknown":1,"sent":5}, processed at most 1 time(s)
internal error at 2 among 20000 bytes: {"CotpOutcomeUnknownException Unknown":1,"sent":5}, processed at most 1 time(s)
internal error at 5 among 20000 bytes: {"CotpOutcomeUnknownException Unknown":1,"sent":5}, processed at most 1 time(s)
cut by an error among 20000 bytes: {"CotpOutcomeUnknownException Unknown [cut]":1,"sent":5}, processed at most 1 time(s)
internal error at 0 among 300000 bytes: {"CotpOutcomeUnknownException Unknown":1,"sent":5}, processed at most 1 time(s)
internal error at 2 among 300000 bytes: {"CotpOutcomeUnknownException Unknown":1,"sent":5}, processed at most 1 time(s)
internal error at 5 among 300000 bytes: {"CotpOutcomeUnknownException Unknown":1,"sent":5}, processed at most 1 time(s)
cut by an error among 300000 bytes: {"CotpOutcomeUnknownException Unknown [cut]":1,"sent":5}, processed at most 1 time(s)
refused stream: {"CotpOutcomeUnknownException Unknown":1,"sent":5}, processed at most 1 time(s)
connection closed: {"CotpOutcomeUnknownException Unknown":6}, processed at most 1 time(s)
connection reset: {"CotpOutcomeUnknownException Unknown":6}, processed at most 1 time(s)
goaway naming none: {"CotpOutcomeUnknownException Unknown":6}, processed at most 1 time(s)
goaway naming all, then closed: {"CotpOutcomeUnknownException Unknown":6}, processed at most 1 time(s)
