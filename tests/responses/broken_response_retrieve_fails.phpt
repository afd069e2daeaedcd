--TEST--
Broken responses to a retrieve cause the right exception, and the next call works
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$json = ['Content-Type: application/json'];
$good = '{"RequestID":"abc","LastNotifiedStatus":"FormViewed"}';
$response = fn (string $body, ?array $headers = null) => Peer::respond(200, $headers ?? $json, $body);
$with = fn (string $member) => $response(substr($good, 0, -1) . ",$member}");
$lost = 'CotpTransportException Unknown retryable [abc]';
$bad = 'CotpProtocolException Answered 200 [abc]';
$read = 'abc FormViewed';
$cases = [
    'head closed' => [Peer::cut($response($good), 'head'), $lost],
    'head reset' => [Peer::cut($response($good), 'head', 'reset'), $lost],
    'body closed' => [Peer::cut($response($good), 10), $lost],
    'body reset' => [Peer::cut($response($good), 10, 'reset'), $lost],
    'chunked body closed' => [Peer::cut(Peer::respond(200, $json, $good, chunked: true), 10), $lost],
    'no body at all of many bytes' => [Peer::cut($response($good), 0), $lost],
    '2 MiB' => [$response(str_repeat('x', 2 << 20)), $bad],
    '2 MiB that JSON could be' => [$with('"Filler":"' . str_repeat('x', 2 << 20) . '"'), $bad],
    'just below 1 MiB' => [$with('"Filler":"' . str_repeat('x', (1 << 20) - 100) . '"'), $read],
    'endless body' => [Peer::endlessBody(), $bad],
    'NUL in the body' => [$response(str_replace('Viewed', "Viewed\0", $good)), $bad],
    'NUL after the body' => [$response("$good\0"), $bad],
    'NUL escaped in a name' => [$with('"a\u0000b":1'), $read],
    'wrong content type' => [$response($good, ['Content-Type: text/html']), $read],
    'no content type' => [$response($good, []), $read],
    'HTML' => [$response('<!DOCTYPE html><html><body>down for maintenance</body></html>', ['Content-Type: text/html']), $bad],
    'half JSON' => [$response(substr($good, 0, -5)), $bad],
    'JSON and more' => [$response("$good{}"), $bad],
    'depth 64' => [$with('"Deep":' . str_repeat('[', 63) . str_repeat(']', 63)), $read],
    'depth 65' => [$with('"Deep":' . str_repeat('[', 64) . str_repeat(']', 64)), $bad],
    'depth 500000' => [$response(str_repeat('[', 500_000)), $bad],
    'duplicate keys' => [$with('"RequestID":"abc"'), $bad],
    'duplicate keys deeper' => [$with('"Deep":{"a":1,"a":2}'), $read],
    'broken UTF-8' => [$with("\"Name\":\"\xff\""), $bad],
    'nothing' => [$response(''), $bad],
    'a list' => [$response("[$good]"), $bad],
    'null' => [$response('null'), $bad],
    'another id' => [$response('{"RequestID":"abd","LastNotifiedStatus":"FormViewed"}'), $bad],
    'no status' => [$response('{"RequestID":"abc"}'), $bad],
    'status of a wrong type' => [$response('{"RequestID":"abc","LastNotifiedStatus":7}'), $bad],
    'byte order mark' => [$response("\xEF\xBB\xBF$good"), $read],
    'interim responses' => [Peer::respond(200, $json, $good, informational: [[102, []], [103, ['Link: </style.css>']]]), $read],
    'no content' => [Peer::respond(204), 'CotpProtocolException Answered 204 [abc]'],
];
foreach (WAYS as $way => $arguments) {
    echo "$way: ";
    $peer = Peer::start(...$arguments);
    $cotp = client($peer);
    compare(array_map(fn ($case) => "$case[1], then abc CardStored", $cases), function (string $case) use ($peer, $cotp, $cases) {
        $again = $case === 'another id' ? [$cases[$case][0]] : [];  // which is retrieved once more
        $peer->append($cases[$case][0], ...[...$again, state('abc', 'CardStored')]);
        return outcome(fn () => $cotp->retrieve('abc')) . ', then ' . outcome(fn () => $cotp->retrieve('abc'));
    });
    if (count($peer->processed()) !== 2 * count($cases) + 1) {
        echo "another number of requests\n";
    }
}
?>
--EXPECT--
HTTP/1.1: 33 of 33 as expected
HTTP/1.1 over TLS: 33 of 33 as expected
HTTP/2: 33 of 33 as expected
