--TEST--
A DELETE whose response is lost on a kept connection is retried by our rule alone, and each attempt is reported
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../lib/client.inc';
Peer::skipUnless(tls: true);
if (version_compare(libcurlVersion(), '7.80.0', '<')) {
    echo 'skip libcurl before 7.80 retries a DELETE by itself, and there is no option against it';
}
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$ends = ['close' => Peer::close()];
$streamEnds = [
    'refused stream' => Peer::refuse(),
    'broken stream' => Peer::refuse(Peer::INTERNAL_ERROR),
    'go away' => Peer::goAway(),
];
foreach (WAYS as $way => $arguments) {
    foreach ($way === 'HTTP/2' ? $ends + $streamEnds : $ends as $name => $end) {
        foreach ([0, 2] as $retries) {
            $peer = Peer::start([created('first'), $end, $end, refusal(404, -160)], ...$arguments);
            $attempts = [];
            $cotp = client($peer, retries: $retries, observer: function (CotpAttempt $attempt) use (&$attempts) {
                $attempts[] = "$attempt->attempt-$attempt->httpStatus";
            });
            $cotp->send(form());
            $outcome = outcome(fn () => $cotp->delete('abc'));
            $deletes = count(array_filter($peer->processed(), fn ($request) => $request['method'] === 'DELETE'));
            echo "$way, $name, $retries: $outcome, processed $deletes, attempts ", implode(' ', array_slice($attempts, 1)), "\n";
        }
    }
}
?>
--EXPECT--
HTTP/1.1, close, 0: CotpTransportException Unknown retryable [abc], processed 1, attempts 1-0
HTTP/1.1, close, 2: done, processed 3, attempts 1-0 2-0 3-404
HTTP/1.1 over TLS, close, 0: CotpTransportException Unknown retryable [abc], processed 1, attempts 1-0
HTTP/1.1 over TLS, close, 2: done, processed 3, attempts 1-0 2-0 3-404
HTTP/2, close, 0: CotpTransportException Unknown retryable [abc], processed 1, attempts 1-0
HTTP/2, close, 2: done, processed 3, attempts 1-0 2-0 3-404
HTTP/2, refused stream, 0: CotpTransportException Unknown retryable [abc], processed 1, attempts 1-0
HTTP/2, refused stream, 2: done, processed 3, attempts 1-0 2-0 3-404
HTTP/2, broken stream, 0: CotpTransportException Unknown retryable [abc], processed 1, attempts 1-0
HTTP/2, broken stream, 2: done, processed 3, attempts 1-0 2-0 3-404
HTTP/2, go away, 0: CotpTransportException Unknown retryable [abc], processed 1, attempts 1-0
HTTP/2, go away, 2: done, processed 3, attempts 1-0 2-0 3-404
