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

foreach (WAYS as $way => $arguments) {
    foreach ([0, 2] as $retries) {
        echo "$way, close, ", deleteWith(Peer::close(), $retries, $arguments);
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
