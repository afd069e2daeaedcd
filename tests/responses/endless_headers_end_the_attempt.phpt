--TEST--
Endless headers end the attempt; headers of 64 KiB do not
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$many = fn (int $count) => Peer::respond(201, ['Location: /abc', ...array_map(fn ($n) => sprintf('X-%05d: %s', $n, str_repeat('x', 989)), range(1, $count))]);
foreach (WAYS as $way => $arguments) {
    $peer = Peer::start([Peer::endlessHeaders(), created('one'), Peer::endlessHeaders(), $many(60), $many(70), created('two')], ...$arguments);
    $cotp = client($peer);
    // Under HTTP/2 libnghttp2 has its own limit and ends the stream.
    $failure = failure(fn () => $cotp->send(form('booker-one')));
    echo "$way: ", $way === 'HTTP/2' ? $failure->outcome->name : outcome(fn () => throw $failure);
    echo ' ', processed($peer, 'booker-one'), ', then ', outcome(fn () => $cotp->send(form())), "\n";
    echo failure(fn () => $cotp->retrieve('abc'))->retryable === ($way === 'HTTP/2') ? 'right' : 'wrong', "\n";
    foreach (['60 KiB', '70 KiB', 'next'] as $name) {
        echo "$name: ", outcome(fn () => $cotp->send(form())), "\n";
    }
}
?>
--EXPECT--
HTTP/1.1: CotpProtocolException Unknown 200 1, then one
right
60 KiB: abc
70 KiB: CotpProtocolException Unknown 201 [abc]
next: two
HTTP/1.1 over TLS: CotpProtocolException Unknown 200 1, then one
right
60 KiB: abc
70 KiB: CotpProtocolException Unknown 201 [abc]
next: two
HTTP/2: Unknown 1, then one
right
60 KiB: abc
70 KiB: CotpProtocolException Unknown 201 [abc]
next: two
