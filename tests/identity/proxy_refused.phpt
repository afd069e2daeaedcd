--TEST--
A proxy that refuses, or responds for the service, is reported, and reads neither key nor body
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/identity.inc';

const OTHERS = 'it requires authentication: the user name or password is missing or wrong';
const NO_TUNNEL = 'it refused to open a tunnel to the service';
const SERVICE = 'service.example';
$trap = Peer::start(default: Peer::tunnel());
$responses = fn (int $status, string ...$headers) => Peer::start(default: Peer::respond($status, array_values($headers), 'no'));
$leadsTo = function (array $settings): array {
    $impostor = Peer::start(...$settings);
    return [Peer::proxy(to: "127.0.0.1:$impostor->port"), $impostor];
};
$record = fn (string $bytes) => ['accepts' => array_fill(0, 5, Peer::accept('record', $bytes))];
$cases = [
    'no credentials' => [Peer::proxy('user:secret'), 'the proxy', OTHERS],
    'wrong password' => [Peer::proxy('planted-user:secret'), 'the proxy', OTHERS],
    'wants a digest' => [$responses(407, 'Proxy-Authenticate: Digest realm="x", nonce="y", qop="auth"'), 'the proxy', OTHERS],
    'wants the key' => [$responses(407, 'Proxy-Authenticate: APIKEY'), 'the proxy', OTHERS],
    'forbidden' => [$responses(403), 'the proxy', NO_TUNNEL],
    'redirects' => [$responses(302, "Location: $trap->url/"), 'the proxy', NO_TUNNEL],
    'uses another proxy' => [$responses(305, "Location: $trap->url/"), 'the proxy', NO_TUNNEL],
    'redirects and keeps the method' => [$responses(307, "Location: $trap->url/"), 'the proxy', NO_TUNNEL],
    'cannot reach the service' => [$responses(502), 'the proxy', NO_TUNNEL],
    'a certificate of its own' => [$leadsTo(['tls' => true, 'certificate' => ['issuer' => 'stranger', 'names' => 'DNS:' . SERVICE]]), SERVICE,
        UNKNOWN_CA . ', or it did not send an intermediate certificate'],
    'a self-signed one' => [$leadsTo(['tls' => true, 'certificate' => ['issuer' => 'self', 'names' => 'DNS:' . SERVICE]]), SERVICE,
        'its certificate is self-signed'],
    'responds for the service in plain HTTP' => [$leadsTo($record("HTTP/1.1 201 Created\r\nLocation: /abc\r\nContent-Length: 0\r\n\r\n")), SERVICE,
        'it does not use TLS on this port, perhaps plain HTTP'],
    'no proxy' => [null, 'the proxy', 'no connection could be opened'],
    'nobody has its name' => ['http://planted-user:planted-word@proxy.invalid', 'the proxy', 'its name could not be resolved'],
];

$trusted = Peer::start(tls: true);
compare(array_map(fn (array $case) => "$case[2]; seen by 0", $cases), function (string $case) use ($cases, $trusted) {
    [$proxy, $who, $words] = $cases[$case];
    $user = $case === 'no credentials' ? '' : 'planted-user:planted-word@';
    $peers = array_filter(is_array($proxy) ? $proxy : [$proxy], 'is_object'); // and its target
    $url = is_string($proxy) ? $proxy : "http://{$user}127.0.0.1:" . ($peers ? $peers[0]->port : Peer::closedPort());
    $cotp = client($trusted, baseUri: 'https://' . SERVICE . '/api', proxy: $url);
    $failure = failure(fn () => $cotp->send(form()));
    if (str_contains((string) $failure, 'planted') || str_contains((string) $failure, base64_encode('planted-user:planted-word'))) {
        return "the credentials are shown: $failure";
    }
    $result = refused($cotp, $who, $words) . '; seen by ' . seenBy(...$peers);
    $read = serialize(array_map(fn (Peer $peer) => [$peer->requests(), $peer->connections()], $peers));
    return str_contains($read, 'guest@example.com') || stripos($read, '"authorization"') ? "$result, the request was read" : $result;
});
echo count($trap->connections()), ' ', count($trusted->connections()), "\n";
?>
--EXPECT--
14 of 14 as expected
0 0
