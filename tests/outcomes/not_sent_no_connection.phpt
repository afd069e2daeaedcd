--TEST--
Without a connection nothing was sent, and the call may be made again: refused, unknown host, TLS
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--ENV--
RES_OPTIONS=attempts:1 timeout:1
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$onAccept = fn (array $accept) => Peer::start(tls: true, default: created('x'), accepts: array_fill(0, 4, $accept));
$peers = [
    'refused connection' => Peer::start(),
    'unknown host' => Peer::start(),
    'a CA that is not trusted' => Peer::start(tls: true, certificate: 'untrusted', default: created('x')),
    'a certificate of another host' => Peer::start(tls: true, certificate: 'wrongHost', default: created('x')),
    'a certificate that signed itself' => Peer::start(tls: true, certificate: 'selfSigned', default: created('x')),
    'a certificate that has expired' => Peer::start(tls: true, certificate: 'expired', default: created('x')),
    'TLS 1.1' => Peer::start(tls: true, tlsVersion: '1.1', default: created('x')),
    'the CAs of the system' => Peer::start(tls: true, default: created('x')),
    'no TLS there' => $onAccept(Peer::accept('raw', "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")),
    'closed before TLS' => $onAccept(Peer::accept('close')),
    'reset before TLS' => $onAccept(Peer::accept('reset')),
];
$expected = 'CotpTransportException NotSent retryable, attempts 1-0 2-0; CotpTransportException NotSent retryable [abc], attempts 1-0 2-0; seen 0';
// A system with two stores of CA certificates is asked for both, which does not count as a retry.
$stores = preg_match('/^CA certificates without caFile => .*, then/m', extensionInfo()) ? 2 : 1;
$system = ['the CAs of the system' => $stores === 2 ? str_replace('2-0', '2-0 3-0', $expected) : $expected];
compare($system + array_fill_keys(array_keys($peers), $expected), function (string $case) use ($peers) {
    $peer = $peers[$case];
    $attempts = [];
    $settings = match ($case) {
        'refused connection' => ['baseUri' => 'https://127.0.0.1:' . Peer::closedPort()],
        'unknown host' => ['baseUri' => 'https://nothing.invalid/api'],
        'the CAs of the system' => ['caFile' => null],
        default => [],
    };
    $cotp = client($peer, ...$settings, retries: 1, observer: function (CotpAttempt $attempt) use (&$attempts) {
        $attempts[] = "$attempt->attempt-$attempt->httpStatus";
    });
    $send = outcome(fn () => $cotp->send(form()));
    $attemptsOfSend = implode(' ', $attempts);
    $attempts = [];
    $retrieve = outcome(fn () => $cotp->retrieve('abc'));
    return "$send, attempts $attemptsOfSend; $retrieve, attempts " . implode(' ', $attempts) . '; seen ' . count($peer->requests());
});
?>
--EXPECT--
11 of 11 as expected
