--TEST--
The id is the last segment of the Location; without one the outcome of a send is unknown
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** Sends on a connection of its own, because most ids of this test are the same. */
function alone(CotpRequest $cotp): string
{
    CotpRequest::closePool();
    return outcome(fn () => $cotp->send(form()));
}

$longest = str_repeat('i', 128);
$bad = 'CotpProtocolException Unknown 201';
$expected = [
    'Location: https://service.pcibooking.net/api/cardrequest/uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5' => 'uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5',
    'Location: /api/cardrequest/abc' => 'abc',
    'location:/api/cardrequest/abc' => 'abc',
    "LOCATION: \t /api/cardrequest/abc \t " => 'abc',
    'Location: abc' => 'abc',
    'Location: cardrequest/abc_-9' => 'abc_-9',
    'Location: //other.example/api/cardrequest/abc' => 'abc',
    'Location: http://other.example:8080/abc' => 'abc',
    'Location: https://user:password@other.example/abc' => 'abc',
    'Location: /api/cardrequest/abc?verbose=1' => 'abc',
    'Location: /api/cardrequest/abc#part' => 'abc',
    'Location: /api/cardrequest/abc/' => 'abc',
    "Location: /api/cardrequest/$longest" => $longest,
    "Location: /api/cardrequest/{$longest}i" => $bad,
    'Location:' => $bad,
    'Location: /' => $bad,
    'Location: /api/cardrequest' => $bad,
    'Location: /api/cardrequest/' => $bad,
    'Location: /api/cardrequest//' => $bad,
    'Location: https://abc' => $bad,
    'Location: /api/cardrequest/..' => $bad,
    'Location: /api/cardrequest/a.b' => $bad,
    'Location: /api/cardrequest/a%62c' => $bad,
    'Location: /api/cardrequest/a b' => $bad,
    'Location: /api/cardrequest/äbc' => $bad,
    'Location: ?id=abc' => $bad,
    'Location: #abc' => $bad,
    'Location: mailto:abc' => $bad,
    'Location: javascript:abc' => $bad,
    'X-Location: /api/cardrequest/abc' => $bad,
    'Content-Location: /api/cardrequest/abc' => $bad,
];
// libcurl 8.17 and later refuses two different Locations, even if one is in an informational response.
$libcurlRefuses = version_compare(libcurlVersion(), '8.17', '>=');
$twice = [
    'on the way and in the response' => $libcurlRefuses ? 'CotpOutcomeUnknownException Unknown' : 'abc',
    'twice in the response' => $libcurlRefuses ? 'CotpOutcomeUnknownException Unknown' : $bad,
];
foreach (WAYS as $way => $arguments) {
    $peer = Peer::start(...$arguments);
    $cotp = client($peer, retries: 2);
    echo "$way: ";
    compare($expected, function (string $headers) use ($peer, $cotp) {
        $peer->append(Peer::respond(201, explode("\n", $headers)));
        return alone($cotp);
    });
    compare($twice, function (string $name) use ($peer, $cotp) {
        $peer->append(match ($name) {
            'on the way and in the response' => Peer::respond(201, ['Location: /api/cardrequest/abc'],
                informational: [[103, ['Location: /api/cardrequest/early']]]),
            'twice in the response' => Peer::respond(201, ['Location: /api/cardrequest/abc', 'Location: /api/cardrequest/abd']),
        });
        return alone($cotp);
    });
    $others = [
        'none' => Peer::respond(201),
        'on the way only' => Peer::respond(201, informational: [[103, ['Location: /api/cardrequest/early']]]),
        'accepted' => Peer::respond(202, ['Location: /api/cardrequest/abc']),
        'no content' => Peer::respond(204, ['Location: /api/cardrequest/abc']),
        'a body of nonsense' => Peer::respond(201, ['Location: /api/cardrequest/abc'], "<html>\0"),
    ];
    foreach ($others as $name => $response) {
        $peer->append($response);
        echo "$name: ", alone($cotp), "\n";
    }
    $peer->append(Peer::respond(201));
    echo failure(fn () => $cotp->send(form()))->getMessage(), "\n";
    echo count($peer->requests()) - count($expected) - count($twice) - count($others), "\n";
}
?>
--EXPECTF--
HTTP/1.1: 31 of 31 as expected
2 of 2 as expected
none: CotpProtocolException Unknown 201
on the way only: CotpProtocolException Unknown 201
accepted: abc
no content: abc
a body of nonsense: abc
POST /cardrequest: the service responded with HTTP 201 but without a Location%sWait for the callback, or ask the guest, before you send again.
1
HTTP/1.1 over TLS: 31 of 31 as expected
2 of 2 as expected
none: CotpProtocolException Unknown 201
on the way only: CotpProtocolException Unknown 201
accepted: abc
no content: abc
a body of nonsense: abc
POST /cardrequest: the service responded with HTTP 201 but without a Location%sWait for the callback, or ask the guest, before you send again.
1
HTTP/2: 31 of 31 as expected
2 of 2 as expected
none: CotpProtocolException Unknown 201
on the way only: CotpProtocolException Unknown 201
accepted: abc
no content: abc
a body of nonsense: abc
POST /cardrequest: the service responded with HTTP 201 but without a Location%sWait for the callback, or ask the guest, before you send again.
1
