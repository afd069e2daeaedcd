--TEST--
Bytes that are not HTTP/1.1: nothing is believed, the outcome of a send is unknown, and the next call works
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$located = "HTTP/1.1 201 Created\r\nLocation: /api/cardrequest/";
$cases = [
    'another protocol' => Peer::raw("SSH-2.0-OpenSSH_9.2p1\r\n"),
    'HTTP/0.9' => Peer::raw('<html>'),
    'HTTP/2 frames' => Peer::raw("\0\0\0\4\0\0\0\0\0"),
    'TLS alert' => Peer::raw("\x15\3\1\0\2\2\x50"),
    'NUL in a header' => Peer::raw("{$located}abc\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n"),
    'NUL in Location' => Peer::raw("{$located}a\0bc\r\nContent-Length: 0\r\n\r\n"),
    'negative length' => Peer::raw("{$located}abc\r\nContent-Length: -1\r\n\r\n"),
    'length not a number' => Peer::raw("{$located}abc\r\nContent-Length: many\r\n\r\n"),
    'chunk size not a number' => Peer::raw("{$located}abc\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxy\r\n"),
    'half a status line' => Peer::raw('HTTP/1.1 20'),
    'unknown encoding' => Peer::raw("{$located}abc\r\nTransfer-Encoding: rot13\r\nConnection: close\r\n\r\nxy"),
    'only a response on the way' => Peer::raw("HTTP/1.1 103 Early Hints\r\nLocation: /api/cardrequest/early\r\n\r\n"),
    'switching protocols' => Peer::raw("HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"),
];
foreach (['HTTP/1.1', 'HTTP/1.1 over TLS'] as $way) {
    foreach ($cases as $name => $raw) {
        $peer = Peer::start([$raw, created('next')], ...WAYS[$way]);
        $cotp = client($peer);
        $failure = failure(fn () => $cotp->send(form('booker-one')));
        $peer->waitClosed(1);
        $right = in_array($failure::class, ['CotpOutcomeUnknownException', 'CotpProtocolException'], true)
            && $failure->outcome === CotpOutcome::Unknown && !$failure->retryable
            && processed($peer, 'booker-one') === 1;
        $next = outcome(fn () => $cotp->send(form()));
        if (!$right || $next !== 'next') {
            echo "$way, $name: ", outcome(fn () => throw $failure), ", then $next\n";
        }
    }
}
echo count($cases), " cases\n";
?>
--EXPECT--
13 cases
