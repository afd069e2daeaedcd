--TEST--
The reason of an unknown outcome is in our words: a header that is too long; no text is cut within a character
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$long = Peer::respond(201, ['X-Long: ' . str_repeat('x', 500_000)]);
foreach (['send', 'retrieve'] as $operation) {
    echo 'long header, ', reasonOf($operation, [$long], [], 'the response has a header that is too long');
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
long header, send: Unknown, in our words
long header, retrieve: Unknown, in our words
0 invalid
