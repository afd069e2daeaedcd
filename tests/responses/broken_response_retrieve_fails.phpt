--TEST--
Broken answers to a retrieve end in the right exception, and the next call works
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/transport.inc';

$json = ['Content-Type: application/json'];
$good = '{"RequestID":"abc","LastNotifiedStatus":"FormViewed"}';
$answer = fn (string $body, ?array $headers = null) => Peer::answer(200, $headers ?? $json, $body);
$with = fn (string $member) => $answer(substr($good, 0, -1) . ",$member}");
$lost = 'CotpTransportException Unknown retryable [abc]';
$bad = 'CotpProtocolException Answered 200 [abc]';
$read = 'abc FormViewed';
$cases = [
    'head closed' => [Peer::cut($answer($good), 'head'), $lost],
    'head reset' => [Peer::cut($answer($good), 'head', 'reset'), $lost],
    'body closed' => [Peer::cut($answer($good), 10), $lost],
    'body reset' => [Peer::cut($answer($good), 10, 'reset'), $lost],
    'chunked body closed' => [Peer::cut(Peer::answer(200, $json, $good, chunked: true), 10), $lost],
    'no body at all of many bytes' => [Peer::cut($answer($good), 0), $lost],
    '2 MiB' => [$answer(str_repeat('x', 2 << 20)), $bad],
    '2 MiB that JSON could be' => [$with('"Filler":"' . str_repeat('x', 2 << 20) . '"'), $bad],
    'just below 1 MiB' => [$with('"Filler":"' . str_repeat('x', (1 << 20) - 100) . '"'), $read],
    'endless body' => [Peer::endlessBody(), $bad],
    'NUL in the body' => [$answer(str_replace('Viewed', "Viewed\0", $good)), $bad],
    'NUL after the body' => [$answer("$good\0"), $bad],
    'NUL escaped in a name' => [$with('"a\u0000b":1'), $bad],
    'wrong content type' => [$answer($good, ['Content-Type: text/html']), $read],
    'no content type' => [$answer($good, []), $read],
    'HTML' => [$answer('<!DOCTYPE html><html><body>down for maintenance</body></html>', ['Content-Type: text/html']), $bad],
    'half JSON' => [$answer(substr($good, 0, -5)), $bad],
    'JSON and more' => [$answer("$good{}"), $bad],
    'depth 64' => [$with('"Deep":' . str_repeat('[', 63) . str_repeat(']', 63)), $read],
    'depth 65' => [$with('"Deep":' . str_repeat('[', 64) . str_repeat(']', 64)), $bad],
    'depth 500000' => [$answer(str_repeat('[', 500_000)), $bad],
    'duplicate keys' => [$with('"RequestID":"abc"'), $bad],
    'duplicate keys deeper' => [$with('"Deep":{"a":1,"a":2}'), $bad],
    'broken UTF-8' => [$with("\"Name\":\"\xff\""), $bad],
    'nothing' => [$answer(''), $bad],
    'a list' => [$answer("[$good]"), $bad],
    'null' => [$answer('null'), $bad],
    'another id' => [$answer('{"RequestID":"abd","LastNotifiedStatus":"FormViewed"}'), $bad],
    'no status' => [$answer('{"RequestID":"abc"}'), $bad],
    'status of a wrong type' => [$answer('{"RequestID":"abc","LastNotifiedStatus":7}'), $bad],
    'byte order mark' => [$answer("\xEF\xBB\xBF$good"), $read],
    'answers on the way' => [Peer::answer(200, $json, $good, informational: [[102, []], [103, ['Link: </style.css>']]]), $read],
    'no content' => [Peer::answer(204), 'CotpProtocolException Answered 204 [abc]'],
];
foreach (WAYS as $way => $arguments) {
    echo "$way: ";
    $peer = Peer::start(...$arguments);
    $cotp = client($peer);
    compare(array_map(fn ($case) => "$case[1], then abc CardStored", $cases), function (string $case) use ($peer, $cotp, $cases) {
        $peer->append($cases[$case][0], state('abc', 'CardStored'));
        return outcome(fn () => $cotp->retrieve('abc')) . ', then ' . outcome(fn () => $cotp->retrieve('abc'));
    });
    if (count($peer->processed()) !== 2 * count($cases)) {
        echo "another number of requests\n";
    }
}
?>
--EXPECT--
HTTP/1.1: 33 of 33 as expected
HTTP/1.1 over TLS: 33 of 33 as expected
HTTP/2: 33 of 33 as expected
