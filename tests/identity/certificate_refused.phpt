--TEST--
A server with an invalid certificate receives nothing, and the message gives the reason
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/identity.inc';

const EXPIRED = "its certificate has expired (or this machine's clock is wrong)";
const NOT_YET_VALID = "its certificate is not valid yet (or this machine's clock is wrong)";
const OTHER_HOST = 'its certificate is not valid for this host name';
const INCOMPLETE = UNKNOWN_CA . ', or it did not send an intermediate certificate';
const NO_CA = 'its certificate was signed by a certificate that is not a CA certificate';
const WEAK_KEY = "its certificate's key is too weak";
const WEAK_SIGNATURE = "its certificate's signature is too weak";
$cases = [
    'expired' => ['expired', EXPIRED],
    'not valid yet' => ['notYetValid', NOT_YET_VALID],
    'an intermediate has expired' => [['between' => [['days' => [-2, -1]]]], EXPIRED],
    'an intermediate is not valid yet' => [['between' => [['days' => [1, 2]]]], NOT_YET_VALID],
    'self-signed' => ['selfSigned', 'its certificate is self-signed'],
    'self-signed, as a CA' => [['issuer' => 'self', 'isCa' => true], 'its certificate is self-signed'],
    'another CA' => ['untrusted', INCOMPLETE],
    'another CA, which is sent along' => [['issuer' => 'stranger', 'sent' => ['stranger']], UNKNOWN_CA],
    'another CA, our CA is sent along' => [['issuer' => 'stranger', 'sent' => ['ca']], INCOMPLETE],
    'the intermediate is missing' => [['between' => [[]], 'sent' => []], INCOMPLETE],
    'one of two intermediates is missing' => [['between' => [[], []], 'sent' => [1]], INCOMPLETE],
    'a server signs for another' => [['between' => [['isCa' => false]]], NO_CA],
    'a CA for other hosts' => [
        ['between' => [['more' => ['nameConstraints = critical,permitted;DNS:elsewhere.invalid']]]], 'its certificate is not trusted'],
    'a CA that may have no CA below it' => [
        ['between' => [['pathLength' => 0], []]], 'its certificate is not trusted'],
    'another host' => ['wrongHost', OTHER_HOST],
    'another address' => [['names' => 'IP:127.0.0.2'], OTHER_HOST],
    'the address as a name' => [['names' => 'DNS:127.0.0.1'], OTHER_HOST],
    'a wildcard over addresses' => [['names' => 'DNS:*.0.0.1,DNS:*'], OTHER_HOST],
    'the common name of another' => [['names' => '', 'commonName' => '127.0.0.2'], OTHER_HOST],
    'the common name beside another name' => [['names' => 'IP:127.0.0.2', 'commonName' => '127.0.0.1'], OTHER_HOST],
    'made for clients' => [['usage' => 'clientAuth'], 'its certificate is not valid for server authentication'],
    'RSA of 768 bits' => [['key' => 768], WEAK_KEY],
    'RSA of 1024 bits' => [['key' => 1024], WEAK_KEY],
    'a CA of RSA of 1024 bits' => [['between' => [['key' => 1024]]], "the key of a CA in its certificate chain is too weak"],
    'signed with SHA-1' => [['digest' => 'sha1'], WEAK_SIGNATURE],
    'signed with MD5' => [['between' => [['key' => 2048]], 'digest' => 'md5'], WEAK_SIGNATURE],
];
compare(array_map(fn (array $case) => "$case[1]; seen by 0", $cases), function (string $name) use ($cases) {
    [$certificate, $words] = $cases[$name];
    $peer = Peer::start(tls: true, alpn: 'h2,http/1.1', certificate: $certificate, default: created('x'));
    return refused(client($peer), "127.0.0.1:$peer->port", $words) . '; seen by ' . seenBy($peer);
});
?>
--EXPECT--
26 of 26 as expected
