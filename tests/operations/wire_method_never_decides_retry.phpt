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
$policy = new CotpRetention(new DateTime('+1 day'));

/** How many requests arrived, and whether all had the method. */
function arrived(array $requests, string $method): string
{
    $methods = array_values(array_unique(array_column($requests, 'method')));
    return count($requests) . ' requests' . ($methods === [$method] ? '' : ' with other methods');
}

foreach (WAYS as $way => $arguments) {
    foreach (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as $method) {
        $wire = ['cvv.clear.method' => $method];
        $peer = Peer::start([Peer::respond(204), Peer::close(), Peer::respond(204), Peer::close()], ...$arguments);
        $cotp = client($peer, retries: 1, wire: $wire);
        $cotp->clearCvv($token);
        echo "$way $method: ", outcome(fn () => $cotp->clearCvv($token)), ', ';
        echo outcome(fn () => client($peer, wire: $wire)->clearCvv($token)), ', ', arrived($peer->processed(), $method), "\n";
    }
    foreach (['POST', 'PUT', 'PATCH'] as $method) {
        $wire = ['retention.set.method' => $method, 'send.method' => $method, 'securityCode.method' => $method];
        $peer = Peer::start([Peer::respond(204), Peer::close(), Peer::respond(204), created('a'), Peer::close(), created('b'), Peer::close()], ...$arguments);
        $cotp = client($peer, retries: 1, wire: $wire);
        $cotp->setRetention($token, $policy);
        echo "$way $method with a body: ", outcome(fn () => $cotp->setRetention($token, $policy));
        foreach ([form(), form(cardUri: $token)] as $form) {
            echo ', ', outcome(fn () => $cotp->send($form)), ', ', outcome(fn () => $cotp->send($form));
        }
        $requests = $peer->processed();
        $bodies = array_column($requests, 'body');
        echo ', ', arrived($requests, $method), $bodies[1] === $bodies[2] && $bodies[1] !== '' ? ' with the same body' : ' with another body', "\n";
    }
}
?>
--EXPECT--
HTTP/1.1 GET: done, CotpTransportException Unknown retryable, 4 requests
HTTP/1.1 POST: done, CotpTransportException Unknown retryable, 4 requests
HTTP/1.1 PUT: done, CotpTransportException Unknown retryable, 4 requests
HTTP/1.1 PATCH: done, CotpTransportException Unknown retryable, 4 requests
HTTP/1.1 DELETE: done, CotpTransportException Unknown retryable, 4 requests
HTTP/1.1 POST with a body: done, a, CotpOutcomeUnknownException Unknown, b, CotpOutcomeUnknownException Unknown, 7 requests with the same body
HTTP/1.1 PUT with a body: done, a, CotpOutcomeUnknownException Unknown, b, CotpOutcomeUnknownException Unknown, 7 requests with the same body
HTTP/1.1 PATCH with a body: done, a, CotpOutcomeUnknownException Unknown, b, CotpOutcomeUnknownException Unknown, 7 requests with the same body
HTTP/1.1 over TLS GET: done, CotpTransportException Unknown retryable, 4 requests
HTTP/1.1 over TLS POST: done, CotpTransportException Unknown retryable, 4 requests
HTTP/1.1 over TLS PUT: done, CotpTransportException Unknown retryable, 4 requests
HTTP/1.1 over TLS PATCH: done, CotpTransportException Unknown retryable, 4 requests
HTTP/1.1 over TLS DELETE: done, CotpTransportException Unknown retryable, 4 requests
HTTP/1.1 over TLS POST with a body: done, a, CotpOutcomeUnknownException Unknown, b, CotpOutcomeUnknownException Unknown, 7 requests with the same body
HTTP/1.1 over TLS PUT with a body: done, a, CotpOutcomeUnknownException Unknown, b, CotpOutcomeUnknownException Unknown, 7 requests with the same body
HTTP/1.1 over TLS PATCH with a body: done, a, CotpOutcomeUnknownException Unknown, b, CotpOutcomeUnknownException Unknown, 7 requests with the same body
HTTP/2 GET: done, CotpTransportException Unknown retryable, 4 requests
HTTP/2 POST: done, CotpTransportException Unknown retryable, 4 requests
HTTP/2 PUT: done, CotpTransportException Unknown retryable, 4 requests
HTTP/2 PATCH: done, CotpTransportException Unknown retryable, 4 requests
HTTP/2 DELETE: done, CotpTransportException Unknown retryable, 4 requests
HTTP/2 POST with a body: done, a, CotpOutcomeUnknownException Unknown, b, CotpOutcomeUnknownException Unknown, 7 requests with the same body
HTTP/2 PUT with a body: done, a, CotpOutcomeUnknownException Unknown, b, CotpOutcomeUnknownException Unknown, 7 requests with the same body
HTTP/2 PATCH with a body: done, a, CotpOutcomeUnknownException Unknown, b, CotpOutcomeUnknownException Unknown, 7 requests with the same body
