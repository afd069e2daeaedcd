--TEST--
A send whose response ends after its Location reports the id with the unknown outcome
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

foreach (WAYS as $way => $arguments) {
    $response = Peer::respond(201, ['Location: /api/cardrequest/abc'], 'a body that breaks off');
    $peer = Peer::start([Peer::cut($response, 5), Peer::cut(['status' => 500] + $response, 5)], ...$arguments);
    $cotp = client($peer);
    echo "$way: ", outcome(fn () => $cotp->send(form())), '; ', outcome(fn () => $cotp->send(form())), "\n";
}
?>
--EXPECT--
HTTP/1.1: CotpOutcomeUnknownException Unknown [abc]; CotpOutcomeUnknownException Unknown
HTTP/1.1 over TLS: CotpOutcomeUnknownException Unknown [abc]; CotpOutcomeUnknownException Unknown
HTTP/2: CotpOutcomeUnknownException Unknown [abc]; CotpOutcomeUnknownException Unknown
