--TEST--
The observer is called once per attempt, with all fields and without an id
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

foreach (WAYS as $way => $arguments) {
    $peer = Peer::start([Peer::respond(503), Peer::close(), state('abc'), created('x'), refusal(400, -125)], ...$arguments);
    $seen = [];
    $cotp = client($peer, retries: 2, observer: function (...$told) use (&$seen) {
        $seen[] = $told;
    });
    $cotp->retrieve('abc');
    $cotp->send(form());
    outcome(fn () => $cotp->deleteRetention(str_repeat('ab', 16), 'HostName', 'example.com'));
    echo "$way\n";
    foreach ($seen as $told) {
        [$attempt] = $told;
        $times = [$attempt->nameLookup, $attempt->connect, $attempt->tls, $attempt->firstByte, $attempt->total];
        $sane = count($told) === 1 && $attempt instanceof CotpAttempt && min($times) >= 0.0 && max($times) === $attempt->total
            && $attempt->total < 60.0 && (($attempt->tls > 0.0) === ($way !== 'HTTP/1.1' && !$attempt->reused) || $attempt->httpStatus === 0);
        echo "$attempt->attempt $attempt->method $attempt->route $attempt->httpStatus ", $attempt->reused ? 'reused' : 'new',
            " '$attempt->protocol' ", $sane ? 'sane' : json_encode($attempt), "\n";
    }
}
?>
--EXPECT--
HTTP/1.1
1 GET /cardrequest/{id} 503 new 'HTTP/1.1' sane
2 GET /cardrequest/{id} 0 reused '' sane
3 GET /cardrequest/{id} 200 new 'HTTP/1.1' sane
1 POST /cardrequest 201 new 'HTTP/1.1' sane
1 DELETE /payments/paycard/{token}/cvv/Restriction/{type}/{data} 400 reused 'HTTP/1.1' sane
HTTP/1.1 over TLS
1 GET /cardrequest/{id} 503 new 'HTTP/1.1' sane
2 GET /cardrequest/{id} 0 reused '' sane
3 GET /cardrequest/{id} 200 new 'HTTP/1.1' sane
1 POST /cardrequest 201 new 'HTTP/1.1' sane
1 DELETE /payments/paycard/{token}/cvv/Restriction/{type}/{data} 400 reused 'HTTP/1.1' sane
HTTP/2
1 GET /cardrequest/{id} 503 new 'HTTP/2' sane
2 GET /cardrequest/{id} 0 reused '' sane
3 GET /cardrequest/{id} 200 new 'HTTP/2' sane
1 POST /cardrequest 201 new 'HTTP/2' sane
1 DELETE /payments/paycard/{token}/cvv/Restriction/{type}/{data} 400 reused 'HTTP/2' sane
