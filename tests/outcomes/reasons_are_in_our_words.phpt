--TEST--
The reason of an unknown outcome is in our words: a refused stream, a GOAWAY, a long header, a connection that cannot be renewed
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$http2 = ['tls' => true, 'alpn' => 'h2'];
$refused = 'the service refused the request or closed the connection';
$long = Peer::respond(201, ['X-Long: ' . str_repeat('x', 500_000)]);
$cases = [
    'refused stream, new connection' => [$http2, [Peer::refuse()], $refused],
    'refused stream' => [$http2, [created('a'), Peer::refuse()], $refused],
    'GOAWAY below the stream' => [$http2, [created('a'), Peer::goAway(lastStream: 1)], $refused],
    'closed' => [[], [created('a'), Peer::close()], $refused],
    'closed, TLS' => [['tls' => true], [created('a'), Peer::close()], $refused],
    'closed, and no longer there' => [[], [created('a'), Peer::close(), 'stop'], 'the connection was closed, and no other could be opened'],
    'long header' => [[], [$long], 'the response has a header that is too long'],
];
foreach ($cases as $case => [$way, $script, $reason]) {
    foreach (['send', 'retrieve'] as $operation) {
        $isGone = end($script) === 'stop';
        $peer = Peer::start(array_filter($script, is_array(...)), ...$way);
        $cotp = client($peer);
        count($script) > 1 && $cotp->send(form());
        $isGone && $peer->stopListening();
        $failure = failure(fn () => $operation === 'send' ? $cotp->send(form()) : $cotp->retrieve('abc'));
        $message = $failure->getMessage();
        $isSaid = str_contains($message, $reason) && ($operation !== 'send' || $reason !== $refused || str_contains($message, 'not sent again'));
        $isForeign = preg_match('~callback returned|pre-request|Out of memory|write function~i', $message);
        echo "$case, $operation: {$failure->outcome->name}, ", $isSaid && !$isForeign ? 'in our words' : $message, "\n";
    }
}

// Texts are cut between two characters, wherever the cut is.
$invalid = 0;
for ($length = 100; $length < 104; $length++) {
    $text = str_repeat("\u{e4}\u{20ac}\u{1f600}", 100);
    $wire = ['send.path' => '/' . str_repeat('a', $length)];
    foreach ([400, 503] as $status) {
        $peer = Peer::start(default: refusal($status, -125, $text, $text));
        $failure = failure(fn () => client($peer, wire: $wire)->send(form()));
        $invalid += (int) (json_encode([$failure->getMessage(), $failure->moreInfo]) === false);
    }
}
echo "$invalid invalid\n";
?>
--EXPECT--
refused stream, new connection, send: Unknown, in our words
refused stream, new connection, retrieve: Unknown, in our words
refused stream, send: Unknown, in our words
refused stream, retrieve: Unknown, in our words
GOAWAY below the stream, send: Unknown, in our words
GOAWAY below the stream, retrieve: Unknown, in our words
closed, send: Unknown, in our words
closed, retrieve: Unknown, in our words
closed, TLS, send: Unknown, in our words
closed, TLS, retrieve: Unknown, in our words
closed, and no longer there, send: Unknown, in our words
closed, and no longer there, retrieve: Unknown, in our words
long header, send: Unknown, in our words
long header, retrieve: Unknown, in our words
0 invalid
