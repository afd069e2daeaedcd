--TEST--
A valid certificate is accepted, in whatever order its chain is sent; nothing is asked about revocation
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/identity.inc';

$registry = Peer::start();
$certificates = [
    'by an intermediate' => ['between' => [[]]],
    'two intermediates, in order' => ['between' => [[], []], 'sent' => [1, 0]],
    'in reverse' => ['between' => [[], []], 'sent' => [0, 1]],
    'with its CA and another CA' => ['between' => [[], []], 'sent' => ['stranger', 0, 'ca', 1]],
    'twice' => ['between' => [[], []], 'sent' => [1, 1, 0, 0]],
    'RSA' => ['key' => 2048, 'digest' => 'sha384'],
    'a registry of revoked ones is named' => ['more' => [
        "crlDistributionPoints = URI:$registry->url/list.crl",
        "authorityInfoAccess = OCSP;URI:$registry->url/ocsp,caIssuers;URI:$registry->url/issuer.cer",
    ]],
];
foreach ($certificates as $case => $certificate) {
    foreach (['HTTP/1.1 over TLS', 'HTTP/2'] as $way) {
        $peer = Peer::start(...WAYS[$way] + ['certificate' => $certificate, 'default' => created('abc')]);
        echo "$case, $way: ", outcome(fn () => client($peer)->send(form())), "\n";
    }
}
echo count($registry->connections()), "\n";
?>
--EXPECT--
by an intermediate, HTTP/1.1 over TLS: abc
by an intermediate, HTTP/2: abc
two intermediates, in order, HTTP/1.1 over TLS: abc
two intermediates, in order, HTTP/2: abc
in reverse, HTTP/1.1 over TLS: abc
in reverse, HTTP/2: abc
with its CA and another CA, HTTP/1.1 over TLS: abc
with its CA and another CA, HTTP/2: abc
twice, HTTP/1.1 over TLS: abc
twice, HTTP/2: abc
RSA, HTTP/1.1 over TLS: abc
RSA, HTTP/2: abc
a registry of revoked ones is named, HTTP/1.1 over TLS: abc
a registry of revoked ones is named, HTTP/2: abc
0
