--TEST--
If a stream or a kept connection ends, a DELETE is retried by our rule alone, and the reason of an unknown outcome is in our words
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../lib/client.inc';
Peer::skipUnless(tls: true, reset: true);
if (version_compare(libcurlVersion(), '7.80.0', '<')) {
    echo 'skip libcurl before 7.80 retries a DELETE by itself, and there is no option against it';
}
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$http2 = ['tls' => true, 'alpn' => 'h2'];
foreach (['refused stream' => Peer::refuse(), 'broken stream' => Peer::refuse(Peer::INTERNAL_ERROR), 'go away' => Peer::goAway()] as $name => $end) {
    foreach ([0, 2] as $retries) {
        echo "$name, ", deleteWith($end, $retries, $http2);
    }
}
$refused = 'the service refused the request or closed the connection';
$cases = [
    'refused stream, new connection' => [$http2, [Peer::refuse()], $refused],
    'refused stream' => [$http2, [created('a'), Peer::refuse()], $refused],
    'GOAWAY below the stream' => [$http2, [created('a'), Peer::goAway(lastStream: 1)], $refused],
    'closed' => [[], [created('a'), Peer::close()], $refused],
    'closed, TLS' => [['tls' => true], [created('a'), Peer::close()], $refused],
    // libcurl 8.14 may want to send again before it has connected
    'closed, and no longer there' => [[], [created('a'), Peer::close(), 'stop'], "the connection was closed, and no other could be opened|$refused"],
];
foreach ($cases as $case => [$way, $script, $reason]) {
    foreach (['send', 'retrieve'] as $operation) {
        echo "$case, ", reasonOf($operation, $script, $way, $reason);
    }
}
?>
--EXPECT--
refused stream, 0: CotpTransportException Unknown retryable [abc], processed 1, attempts 1-0
refused stream, 2: done, processed 3, attempts 1-0 2-0 3-404
broken stream, 0: CotpTransportException Unknown retryable [abc], processed 1, attempts 1-0
broken stream, 2: done, processed 3, attempts 1-0 2-0 3-404
go away, 0: CotpTransportException Unknown retryable [abc], processed 1, attempts 1-0
go away, 2: done, processed 3, attempts 1-0 2-0 3-404
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
