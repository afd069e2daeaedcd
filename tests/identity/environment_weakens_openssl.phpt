--TEST--
OPENSSL_CONF may allow weak keys and ciphers, but neither TLS before 1.2 nor an invalid certificate
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
OPENSSL_CONF={PWD}/weak.cnf
--FILE--
<?php
require __DIR__ . '/identity.inc';

$rsa = ['certificate' => ['key' => 2048]];
$cases = [
    'TLS 1.0' => ['tlsVersion' => '1.0'],
    'TLS 1.1' => ['tlsVersion' => '1.1'],
    'TLS 1.2' => ['tlsVersion' => '1.2'],
    'TLS 1.3' => ['tlsVersion' => '1.3'],
    'expired' => ['certificate' => 'expired'],
    'another CA' => ['certificate' => 'untrusted'],
    'another host' => ['certificate' => 'wrongHost'],
    'no certificate' => ['ciphers' => 'AECDH-AES128-SHA:@SECLEVEL=0', 'tlsVersion' => '1.2'],
    'neither certificate nor encryption' => ['ciphers' => 'AECDH-NULL-SHA:@SECLEVEL=0', 'tlsVersion' => '1.2'],
    'no encryption' => ['ciphers' => 'NULL-SHA256:@SECLEVEL=0', 'tlsVersion' => '1.2'] + $rsa,
    'RSA of 1024 bits' => ['certificate' => ['key' => 1024]],
    'SHA-1' => ['certificate' => ['digest' => 'sha1']],
];
foreach ($cases as $case => $settings) {
    $peer = Peer::start(...$settings + ['tls' => true, 'default' => created('abc')]);
    $context = stream_context_create(['ssl' => [
        'verify_peer' => false, 'verify_peer_name' => false, 'ciphers' => 'ALL:COMPLEMENTOFALL:@SECLEVEL=0', 'crypto_method' => STREAM_CRYPTO_METHOD_ANY_CLIENT,
    ]]);
    $system = @stream_socket_client("ssl://127.0.0.1:$peer->port", $code, $message, 60, STREAM_CLIENT_CONNECT, $context);
    $outcome = outcome(fn () => client($peer)->send(form()));
    echo "$case: system ", $system === false ? 'refuses' : stream_get_meta_data($system)['crypto']['protocol'], ", $outcome, ", count($peer->requests()), "\n";
}
?>
--EXPECT--
TLS 1.0: system TLSv1, CotpTransportException NotSent retryable, 0
TLS 1.1: system TLSv1.1, CotpTransportException NotSent retryable, 0
TLS 1.2: system TLSv1.2, abc, 1
TLS 1.3: system TLSv1.3, abc, 1
expired: system TLSv1.3, CotpTransportException NotSent retryable, 0
another CA: system TLSv1.3, CotpTransportException NotSent retryable, 0
another host: system TLSv1.3, CotpTransportException NotSent retryable, 0
no certificate: system TLSv1.2, CotpTransportException NotSent retryable, 0
neither certificate nor encryption: system TLSv1.2, CotpTransportException NotSent retryable, 0
no encryption: system TLSv1.2, abc, 1
RSA of 1024 bits: system TLSv1.3, abc, 1
SHA-1: system TLSv1.3, abc, 1
