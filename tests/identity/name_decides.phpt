--TEST--
Only the names in a certificate decide whether it is valid for the host
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/identity.inc';

// The proxy connects every name to the peer, as a forged response of a name server would.
const OTHER_HOST = 'its certificate is not valid for this host name; seen by 0';
const FINE = 'abc, its hello names the host';
$cases = [
    ['pay.hotel.example', 'DNS:pay.hotel.example', FINE],
    ['PAY.hotel.example', 'DNS:pay.HOTEL.example', FINE],
    ['pay.hotel.example', 'DNS:*.hotel.example', FINE],
    ['pay.hotel.example', 'DNS:other.example,DNS:pay.hotel.example', FINE],
    ['pay.hotel.example', 'DNS:hotel.example', OTHER_HOST],
    ['pay.hotel.example', 'DNS:a.pay.hotel.example', OTHER_HOST],
    ['pay.hotel.example', 'DNS:xpay.hotel.example', OTHER_HOST],
    ['pay.hotel.example', 'DNS:pay.hotel.example.evil.example', OTHER_HOST],
    ['pay.hotel.example', 'DNS:.hotel.example', OTHER_HOST],
    ['pay.hotel.example', 'DNS:*', OTHER_HOST],
    ['pay.hotel.example', 'DNS:*.example', OTHER_HOST],
    ['pay.hotel.example', 'DNS:*.*.example', OTHER_HOST],
    ['pay.hotel.example', 'DNS:pay.*.example', OTHER_HOST],
    ['pay.hotel.example', 'DNS:p*.hotel.example', OTHER_HOST],
    ['hotel.example', 'DNS:*.hotel.example', OTHER_HOST],
    ['hotel.example', 'DNS:*.example', OTHER_HOST],
    ['pay.hotel.example', 'IP:127.0.0.1', OTHER_HOST],
    ['pay.hotel.example', 'URI:https://pay.hotel.example', OTHER_HOST],
    ['pay.hotel.example', 'email:key@pay.hotel.example', OTHER_HOST],
];
$expected = [];
foreach ($cases as $case) {
    $expected["$case[0] by $case[1]"] = $case[2];
}
compare($expected, function (string $case) {
    [$host, $names] = explode(' by ', $case);
    $peer = Peer::start(tls: true, certificate: ['names' => $names], default: created('abc'));
    $proxy = Peer::proxy(to: "127.0.0.1:$peer->port");
    $cotp = client($peer, baseUri: "https://$host/api", proxy: $proxy->url);
    if (outcome(fn () => $cotp->send(form())) === 'abc') {
        return 'abc, its hello names ' . (stripos($proxy->connections()[1]['received'], $host) ? 'the host' : 'another');
    }
    return refused($cotp, $host, 'its certificate is not valid for this host name') . '; seen by ' . seenBy($peer, $proxy);
});

// libcurl accepts a certificate with a common name alone, which no public CA may sign any more.
$peer = Peer::start(tls: true, certificate: ['names' => '', 'commonName' => '127.0.0.1'], default: created('abc'));
echo outcome(fn () => client($peer)->send(form())), "\n";
?>
--EXPECT--
19 of 19 as expected
abc
