--TEST--
A server that offers only ciphers without encryption or certificate, or only old TLS, receives nothing
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/identity.inc';

// OpenSSL 3 no longer offers RC4, DES, 3DES or export ciphers. environment_weakens_openssl shows that the ciphers here are offered.
const NO_CIPHER = 'it supports no acceptable cipher suite, or it requires a client certificate';
$rsa = ['certificate' => ['key' => 2048]];
$cases = [
    'no encryption' => [['ciphers' => 'NULL-SHA256:@SECLEVEL=0', 'tlsVersion' => '1.2'] + $rsa, NO_CIPHER],
    'no encryption, forward secrecy' => [['ciphers' => 'ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0', 'tlsVersion' => '1.2'], NO_CIPHER],
    'no certificate' => [['ciphers' => 'AECDH-AES128-SHA:@SECLEVEL=0', 'tlsVersion' => '1.2'], NO_CIPHER],
    'neither' => [['ciphers' => 'AECDH-NULL-SHA:@SECLEVEL=0', 'tlsVersion' => '1.2'], NO_CIPHER],
    'TLS 1.0' => [['tlsVersion' => '1.0'], 'it does not support TLS 1.2 or later'],
    'TLS 1.1' => [['tlsVersion' => '1.1'], 'it does not support TLS 1.2 or later'],
];
compare(array_map(fn (array $case) => "$case[1]; seen by 0", $cases), function (string $name) use ($cases) {
    [$settings, $words] = $cases[$name];
    $peer = Peer::start(...$settings + ['tls' => true, 'default' => created('x')]);
    return refused(client($peer), "127.0.0.1:$peer->port", $words) . '; seen by ' . seenBy($peer);
});
?>
--EXPECT--
6 of 6 as expected
