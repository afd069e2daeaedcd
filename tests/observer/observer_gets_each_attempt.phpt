--TEST--
The observer is told of every attempt once, with all fields, and knows no id
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/transport.inc';

foreach (WAYS as $way => $arguments) {
    $peer = Peer::start([Peer::answer(503), Peer::close(), state('abc'), created('x'), refusal(400, -125)], ...$arguments);
    $seen = [];
    $cotp = client($peer, retries: 2, observer: function (...$told) use (&$seen) {
        $seen[] = $told;
    });
    $cotp->retrieve('abc');
    $cotp->send(form());
    outcome(fn () => $cotp->deleteRetention(str_repeat('ab', 16), 'HostName', 'example.com'));
    echo "$way\n";
    foreach ($seen as $told) {
        [$exchange] = $told;
        $times = [$exchange->nameLookup, $exchange->connect, $exchange->tls, $exchange->firstByte, $exchange->total];
        $sane = count($told) === 1 && $exchange instanceof CotpAttempt && min($times) >= 0.0 && max($times) === $exchange->total
            && $exchange->total < 60.0 && (($exchange->tls > 0.0) === ($way !== 'HTTP/1.1' && !$exchange->reused) || $exchange->httpStatus === 0);
        echo "$exchange->attempt $exchange->method $exchange->route $exchange->httpStatus ", $exchange->reused ? 'reused' : 'new',
            " '$exchange->protocol' ", $sane ? 'sane' : json_encode($exchange), "\n";
    }
}
?>
--EXPECT--
HTTP/1.1
1 GET /cardrequest/{id} 503 new 'HTTP/1.1' sane
2 GET /cardrequest/{id} 0 reused '' sane
3 GET /cardrequest/{id} 200 new 'HTTP/1.1' sane
1 POST /cardrequest 201 reused 'HTTP/1.1' sane
1 DELETE /payments/paycard/{token}/cvv/Restriction/{type}/{data} 400 reused 'HTTP/1.1' sane
HTTP/1.1 over TLS
1 GET /cardrequest/{id} 503 new 'HTTP/1.1' sane
2 GET /cardrequest/{id} 0 reused '' sane
3 GET /cardrequest/{id} 200 new 'HTTP/1.1' sane
1 POST /cardrequest 201 reused 'HTTP/1.1' sane
1 DELETE /payments/paycard/{token}/cvv/Restriction/{type}/{data} 400 reused 'HTTP/1.1' sane
HTTP/2
1 GET /cardrequest/{id} 503 new 'HTTP/2' sane
2 GET /cardrequest/{id} 0 reused '' sane
3 GET /cardrequest/{id} 200 new 'HTTP/2' sane
1 POST /cardrequest 201 reused 'HTTP/2' sane
1 DELETE /payments/paycard/{token}/cvv/Restriction/{type}/{data} 400 reused 'HTTP/2' sane
