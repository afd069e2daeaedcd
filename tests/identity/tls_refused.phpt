--TEST--
A server that does not speak TLS, or ends it, is reported, and nothing readable was sent
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/identity.inc';

const NO_TLS = 'it does not use TLS on this port, perhaps plain HTTP';
$record = fn (string $bytes) => Peer::accept('record', $bytes);
$alert = fn (int $number) => "\x15\x03\x03\0\2\2" . chr($number);
$cases = [
    'plain HTTP' => [$record("HTTP/1.1 201 Created\r\nLocation: /api/cardrequest/abc\r\nContent-Length: 0\r\n\r\n"), NO_TLS],
    'a redirect in plain HTTP' => [$record("HTTP/1.1 301 Moved\r\nLocation: https://elsewhere.example/\r\n\r\n"), NO_TLS],
    'another service' => [$record("220 mail.example ESMTP\r\n"), NO_TLS],
    'refuses our TLS versions' => [$record($alert(70)), 'it does not support TLS 1.2 or later'],
    'refuses our ciphers' => [$record($alert(71)), 'it supports no acceptable cipher suite'],
    'refuses the handshake' => [$record($alert(40)), 'it supports no acceptable cipher suite, or it requires a client certificate'],
    'is at fault' => [$record($alert(80)), 'the TLS handshake failed'],
    'does not know the name' => [$record($alert(112)), 'the TLS handshake failed'],
    'closes' => [Peer::accept('close'), 'the TLS handshake failed'],
];
compare(array_map(fn (array $case) => "$case[1]; seen by 0, which got a TLS hello", $cases), function (string $name) use ($cases) {
    [$accept, $words] = $cases[$name];
    $peer = Peer::start(accepts: array_fill(0, 4, $accept));
    $words = refused(client($peer, baseUri: "https://127.0.0.1:$peer->port/api"), "127.0.0.1:$peer->port", $words) . '; seen by ' . seenBy($peer);
    $others = array_filter($peer->connections(), fn ($connection) => $connection['received'] !== '' && !str_starts_with($connection['received'], "\x16\x03"));
    return $words . ', which got ' . ($others ? 'something else' : 'a TLS hello');
});

// Where http is allowed (on the loopback), TLS bytes are not a response.
$peer = Peer::start(default: Peer::raw($alert(70)));
$cotp = client($peer);
$failure = failure(fn () => $cotp->send(form()));
echo $failure::class, ' ', $failure->outcome->name, str_contains($failure->getMessage(), 'its response is not valid HTTP') ? "\n" : ": {$failure->getMessage()}\n";
?>
--EXPECT--
9 of 9 as expected
CotpOutcomeUnknownException Unknown
