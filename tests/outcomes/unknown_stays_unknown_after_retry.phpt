--TEST--
A later attempt never softens an unknown outcome
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$token = str_repeat('ab', 16);
$cases = [
    'lost, then refused' => [Peer::close(), refusal(409, -168)],
    'gateway, then refused' => [Peer::respond(502), refusal(409, -168)],
    'lost, then rate limit' => [Peer::close(), Peer::respond(429)],
    'lost, then failure' => [Peer::close(), Peer::respond(500)],
    'lost, then redirect' => [Peer::close(), Peer::respond(302)],
    'rate limit, then refused' => [Peer::respond(429), refusal(409, -168)],
    'lost, then not found' => [Peer::close(), refusal(404, -160)],
    'gateway, then not found' => [Peer::respond(504), refusal(404, -160)],
    'rate limit, then not found' => [Peer::respond(429), refusal(404, -160)],
    'not found' => [refusal(404, -160)],
    'lost, then done' => [Peer::close(), Peer::respond(204)],
];
foreach ($cases as $name => $script) {
    $peer = Peer::start($script);
    echo "$name: ", outcome(fn () => client($peer, retries: 1)->deleteCard($token)), ', ', count($peer->requests()), "\n";
}

$peer = Peer::start([Peer::close()], accepts: [Peer::accept('serve'), Peer::accept('close')]);
echo 'lost, then no connection: ', outcome(fn () => client($peer, retries: 1)->retrieve('abc')), ', ', count($peer->requests()), "\n";
$peer = Peer::start([Peer::respond(502)], accepts: [Peer::accept('serve'), Peer::accept('close')]);
$cotp = client($peer, retries: 1, observer: function () use ($peer) {
    // The first attempt got its response, so the second needs a new connection.
    if ($peer->connections()[1]['closed'] === null) {
        $peer->endConnection(1);
    }
});
echo 'gateway, then no connection: ', outcome(fn () => $cotp->retrieve('abc')), "\n";
$peer = Peer::start([Peer::close(), refusal(404, -160)]);
echo 'retrieve, lost, then not found: ', outcome(fn () => client($peer, retries: 1)->retrieve('abc')), ', ', count($peer->requests()), "\n";
$peer = Peer::start([Peer::close(), Peer::respond(200, [], 'no JSON')]);
echo 'retrieve, lost, then not understood: ', outcome(fn () => client($peer, retries: 1)->retrieve('abc')), "\n";
?>
--EXPECT--
lost, then refused: CotpConflictException Unknown 409 -168, 2
gateway, then refused: CotpConflictException Answered 409 -168, 2
lost, then rate limit: CotpRateLimitException Unknown 429 retryable, 2
lost, then failure: CotpServerException Unknown 500, 2
lost, then redirect: CotpProtocolException Unknown 302, 2
rate limit, then refused: CotpConflictException Answered 409 -168, 2
lost, then not found: done, 2
gateway, then not found: done, 2
rate limit, then not found: CotpNotFoundException Answered 404 -160, 2
not found: CotpNotFoundException Answered 404 -160, 1
lost, then done: done, 2
lost, then no connection: CotpTransportException Unknown retryable [abc], 1
gateway, then no connection: CotpTransportException Unknown retryable [abc]
retrieve, lost, then not found: CotpNotFoundException Unknown 404 -160 [abc], 2
retrieve, lost, then not understood: CotpProtocolException Unknown 200 [abc]
