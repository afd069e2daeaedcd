--TEST--
A timeout before the request was sent: CotpTimeoutException, NotSent
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$stall = array_fill(0, 9, Peer::accept('stall'));
$peer = Peer::start(tls: true, accepts: $stall);
$proxy = Peer::start(default: Peer::stall());
$attempts = [];
$settings = ['observer' => function (CotpAttempt $attempt) use (&$attempts) {
    $attempts[] = "$attempt->attempt-$attempt->httpStatus-$attempt->tls";
}];
$cases = [
    'by timeout' => client($peer, ...$settings, timeout: 0.5, retries: 1),
    'by connectTimeout' => client($peer, ...$settings, connectTimeout: 0.2),
    'by connectTimeout, retried' => client($peer, ...$settings, connectTimeout: 0.2, retries: 2),
    'at a proxy' => client($peer, ...$settings, timeout: 0.5, proxy: "http://127.0.0.1:$proxy->port"),
    'nobody accepts' => client($peer, ...$settings, baseUri: 'https://127.0.0.1:' . Peer::silentPort(), timeout: 0.5),
];
foreach ($cases as $name => $cotp) {
    $attempts = [];
    echo "$name: ", outcome(fn () => $cotp->send(form())), ', ', implode(' ', $attempts), "\n";
}
echo count($peer->requests()), "\n";
?>
--EXPECT--
by timeout: CotpTimeoutException NotSent retryable, 1-0-0
by connectTimeout: CotpTimeoutException NotSent retryable, 1-0-0
by connectTimeout, retried: CotpTimeoutException NotSent retryable, 1-0-0 2-0-0 3-0-0
at a proxy: CotpTimeoutException NotSent retryable, 1-0-0
nobody accepts: CotpTimeoutException NotSent retryable, 1-0-0
0
