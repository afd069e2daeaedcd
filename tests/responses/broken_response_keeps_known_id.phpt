--TEST--
A send whose answer breaks off after its Location tells the id with the unknown outcome
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/transport.inc';

foreach (WAYS as $way => $arguments) {
    $answer = Peer::answer(201, ['Location: /api/cardrequest/abc'], 'a body that breaks off');
    $peer = Peer::start([Peer::cut($answer, 5), Peer::cut(['status' => 500] + $answer, 5)], ...$arguments);
    $cotp = client($peer);
    echo "$way: ", outcome(fn () => $cotp->send(form())), '; ', outcome(fn () => $cotp->send(form())), "\n";
}
?>
--EXPECT--
HTTP/1.1: CotpOutcomeUnknownException Unknown [abc]; CotpOutcomeUnknownException Unknown
HTTP/1.1 over TLS: CotpOutcomeUnknownException Unknown [abc]; CotpOutcomeUnknownException Unknown
HTTP/2: CotpOutcomeUnknownException Unknown [abc]; CotpOutcomeUnknownException Unknown
