--TEST--
The operation decides whether it is retried, not the method in the wire table
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$token = str_repeat('ab', 16);
foreach (WAYS as $way => $arguments) {
    foreach (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as $method) {
        $wire = ['retention.set.method' => $method, 'cvv.clear.method' => $method];
        $peer = Peer::start([Peer::respond(204), Peer::close(), Peer::respond(204), Peer::close(), Peer::respond(204), Peer::close()], ...$arguments);
        $cotp = client($peer, retries: 1, wire: $wire);
        $policy = new CotpRetention(new DateTime('+1 day'));
        $cotp->setRetention($token, $policy);
        echo "$way $method: ", outcome(fn () => $cotp->setRetention($token, $policy)), ', ', outcome(fn () => $cotp->clearCvv($token)), ', ';
        echo outcome(fn () => client($peer, wire: $wire)->clearCvv($token));
        $requests = $peer->processed();
        $bodies = array_column($requests, 'body');
        echo ', ', count($requests), $bodies[1] === $bodies[2] && $bodies[1] !== '' ? ' with the same body' : ' with another body';
        echo array_unique(array_column($requests, 'method')) === [$method] ? '' : ', other methods', "\n";
    }
}
?>
--EXPECT--
HTTP/1.1 GET: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/1.1 POST: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/1.1 PUT: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/1.1 PATCH: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/1.1 DELETE: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/1.1 over TLS GET: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/1.1 over TLS POST: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/1.1 over TLS PUT: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/1.1 over TLS PATCH: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/1.1 over TLS DELETE: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/2 GET: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/2 POST: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/2 PUT: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/2 PATCH: done, done, CotpTransportException Unknown retryable, 6 with the same body
HTTP/2 DELETE: done, done, CotpTransportException Unknown retryable, 6 with the same body
