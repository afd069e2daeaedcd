--TEST--
If a proxy fails or refuses, nothing was sent, and the proxy never sees the key
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$peer = Peer::start(tls: true, default: created('x'));
$proxies = [
    'refused' => null,
    'other credentials' => Peer::proxy('user:secret'),
    'forbidden' => Peer::start(default: Peer::respond(403)),
    'cannot connect' => Peer::proxy(to: '127.0.0.1:' . Peer::closedPort()),
    'closes' => Peer::start(default: Peer::close()),
    'resets' => Peer::start(default: Peer::reset()),
];
compare(array_fill_keys(array_keys($proxies), 'CotpTransportException NotSent retryable'), function (string $case) use ($peer, $proxies) {
    $port = $proxies[$case]?->port ?? Peer::closedPort();
    return outcome(fn () => client($peer, proxy: "http://127.0.0.1:$port")->send(form()));
});
$seen = serialize(array_map(fn (?Peer $proxy) => $proxy?->requests(), $proxies));
var_dump(substr_count($seen, 's:7:"CONNECT"'), str_contains($seen, 'key-4711'), stripos($seen, '"authorization"'), count($peer->requests()));
?>
--EXPECT--
6 of 6 as expected
int(5)
bool(false)
bool(false)
int(0)
