--TEST--
An attempt tells its start, host, operation, outcome and error type, and the key of a batch item
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$token = str_repeat('ab', 16);
$peer = Peer::start();
$host = parse_url($peer->url, PHP_URL_HOST) . ':' . parse_url($peer->url, PHP_URL_PORT);
$observer = function (CotpAttempt $attempt) use ($host, &$before) {
    $sane = $attempt->host === $host && $attempt->startTime >= $before && $attempt->startTime <= microtime(true);
    echo "$attempt->operation {$attempt->outcome->name} ", $attempt->errorType ?? '-', ' ', json_encode($attempt->key), $sane ? '' : ' ' . json_encode($attempt), "\n";
};
$cotp = client($peer, retries: 1, observer: $observer);
$policy = new CotpRetention(new DateTimeImmutable('+1 day'));
$calls = [
    [fn () => $cotp->send(form()), created('abc')],
    [fn () => $cotp->send(form(cardUri: $token)), created('abd')],
    [fn () => $cotp->retrieve('abc'), state('abc')],
    [fn () => $cotp->delete('abc'), Peer::respond(204)],
    [fn () => $cotp->setRetention($token, $policy), Peer::respond(204)],
    [fn () => $cotp->getRetention($token)->deleteCard, Peer::json(200, ['CvvEndRetentionDate' => null])],
    [fn () => $cotp->deleteRetention($token), Peer::respond(204)],
    [fn () => $cotp->clearCvv($token), Peer::respond(204)],
    [fn () => $cotp->deleteCard($token), Peer::respond(204)],
    [fn () => $cotp->authenticate(), Peer::respond(200)],
    [fn () => $cotp->await('abc', 5), state('abc', 'CardStored')],
    'failures',
    [fn () => $cotp->authenticate(), Peer::respond(401)],
    [fn () => $cotp->retrieve('abc'), refusal(404, -160)],
    [fn () => $cotp->retrieve('abc'), Peer::respond(503), state('abc')],
    [fn () => $cotp->retrieve('abc'), Peer::close(), state('abc')],
    [fn () => $cotp->retrieve('abc'), Peer::respond(200, [], 'no JSON')],
    [fn () => $cotp->retrieve('abc'), state('other'), state('other')],
    [fn () => $cotp->delete('abc'), Peer::respond(200, [], '<html>Sign in</html>')],
    [fn () => $cotp->delete('abc'), Peer::respond(302)],
    [fn () => $cotp->send(form()), Peer::respond(201)],
    [fn () => $cotp->send(form()), Peer::respond(502)],
    [fn () => $cotp->send(form()), Peer::respond(400)],
    [fn () => $cotp->send(form()), Peer::close()],
];
foreach ($calls as $call) {
    $before = microtime(true);
    if ($call === 'failures') {
        echo "$call\n";
        continue;
    }
    $peer->append(...array_slice($call, 1));
    CotpRequest::closePool(); // an attempt on a connection that has ended would be told too
    outcome($call[0]);
}
echo "batches\n";
$before = microtime(true);
$peer->append(created('a'), refusal(400, -125), created('c'));
$cotp->sendMany(['first' => form(), 7 => form(), 'third' => form()], 1);
$peer->append(state('a'), state('b'));
$cotp->retrieveMany(['x' => 'a', 'y' => 'b', 'z' => 'a'], 1);
$peer->append(state('a'));
$cotp->retrieveMany([3 => 'a'], 1);
/* an observer that makes a call of its own: that call has no key */
$peer->append(created('a'), state('b'));
$nested = client($peer, observer: function (CotpAttempt $attempt) use ($cotp) {
    $cotp->retrieve('b');
    echo json_encode($attempt->key), "\n";
});
$nested->sendMany(['outer' => form()]);
$closed = client($peer, baseUri: 'http://127.0.0.1:1/api', observer: function (CotpAttempt $attempt) {
    echo "$attempt->host $attempt->operation {$attempt->outcome->name} $attempt->errorType\n";
});
outcome(fn () => $closed->send(form()));
?>
--EXPECT--
send Answered - null
securityCode Answered - null
retrieve Answered - null
delete Answered - null
retention.set Answered - null
retention.get Answered - null
retention.delete Answered - null
cvv.clear Answered - null
card.delete Answered - null
authenticate Answered - null
retrieve Answered - null
failures
authenticate Answered CotpAuthenticationException null
retrieve Answered CotpNotFoundException null
retrieve Answered CotpServerException null
retrieve Answered - null
retrieve Unknown CotpTransportException null
retrieve Answered - null
retrieve Answered CotpProtocolException null
retrieve Answered CotpProtocolException null
retrieve Answered CotpProtocolException null
delete Answered CotpProtocolException null
delete Answered CotpProtocolException null
send Unknown CotpProtocolException null
send Unknown CotpServerException null
send Answered CotpInvalidRequestException null
send Unknown CotpOutcomeUnknownException null
batches
send Answered - "first"
send Answered CotpInvalidRequestException 7
send Answered - "third"
retrieve Answered - "x"
retrieve Answered - "y"
retrieve Answered - 3
retrieve Answered - null
"outer"
127.0.0.1:1 send NotSent CotpTransportException
