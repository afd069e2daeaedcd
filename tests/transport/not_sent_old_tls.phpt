--TEST--
TLS 1.0 and 1.1 are refused, even where the system would speak them
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
if (!extension_loaded('openssl')) {
    echo 'skip no ext-openssl to show that the system would';
}
?>
--ENV--
OPENSSL_CONF={PWD}/old_tls.cnf
--FILE--
<?php
require __DIR__ . '/transport.inc';

foreach (['1.0', '1.1', '1.2', '1.3'] as $version) {
    $peer = Peer::start(tls: true, tlsVersion: $version, default: created('abc'));
    $context = stream_context_create(['ssl' => ['cafile' => $peer->caFile, 'crypto_method' => STREAM_CRYPTO_METHOD_ANY_CLIENT]]);
    $system = @stream_socket_client("ssl://127.0.0.1:$peer->port", $code, $message, 60, STREAM_CLIENT_CONNECT, $context);
    echo "$version: system ", $system === false ? 'refuses' : stream_get_meta_data($system)['crypto']['protocol'];
    echo ', ', outcome(fn () => client($peer)->send(form())), ', ', count($peer->requests()), "\n";
}
?>
--EXPECT--
1.0: system TLSv1, CotpTransportException NotSent retryable, 0
1.1: system TLSv1.1, CotpTransportException NotSent retryable, 0
1.2: system TLSv1.2, abc, 1
1.3: system TLSv1.3, abc, 1
