--TEST--
An https proxy must prove its identity to a CA of the system before anything is sent to it
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/identity.inc';

const INCOMPLETE = UNKNOWN_CA . ', or it did not send an intermediate certificate';
$cases = [
    'self-signed' => [['tls' => true, 'certificate' => 'selfSigned'], 'its certificate is self-signed'],
    'another CA' => [['tls' => true, 'certificate' => 'untrusted'], INCOMPLETE],
    'the CA in caFile, which is the service\'s' => [['tls' => true], INCOMPLETE],
    'TLS 1.1' => [['tls' => true, 'tlsVersion' => '1.1'], 'it does not support TLS 1.2 or later'],
    'a proxy in plain HTTP' => [
        ['accepts' => array_fill(0, 4, Peer::accept('record', "HTTP/1.1 400 Bad Request\r\n\r\n"))], 'it does not use TLS on this port, perhaps plain HTTP'],
];
compare(array_map(fn (array $case) => "$case[1]; seen by 0, 0", $cases), function (string $case) use ($cases) {
    [$settings, $words] = $cases[$case];
    $proxy = Peer::start(...$settings + ['default' => Peer::tunnel()]);
    $peer = Peer::start(tls: true, default: created('abc'));
    $cotp = client($peer, caFile: $proxy->caFile ?? $peer->caFile, proxy: "https://planted-user:planted-word@127.0.0.1:$proxy->port");
    $result = refused($cotp, 'the proxy', $words) . '; seen by ' . seenBy($peer, $proxy) . ', ' . count($proxy->requests());
    $credentials = base64_encode('planted-user:planted-word');
    return str_contains(serialize($proxy->connections()), $credentials) ? "$result, the proxy read the credentials" : $result;
});
?>
--EXPECT--
5 of 5 as expected
