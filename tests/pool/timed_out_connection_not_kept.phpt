--TEST--
A connection on which a timeout occurred is not used again, also with HTTP/2, where libcurl would keep it
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

foreach (WAYS as $way => $arguments) {
    $half = Peer::cut(state('abc'), 10, 'stall');
    $peer = Peer::start([created('first'), Peer::stall(), created('second'), $half, created('third')], ...$arguments);
    $patient = client($peer);
    $hasty = client($peer, timeout: 1.0);
    echo "$way: ", outcome(fn () => $patient->send(form()));
    echo ', ', outcome(fn () => $hasty->send(form())), ', ', outcome(fn () => $patient->send(form()));
    echo ', ', outcome(fn () => $hasty->retrieve('abc')), ', ', outcome(fn () => $patient->send(form())), "\n";
    echo 'on the connections ', implode(' ', array_column($peer->requests(), 'connection')), "\n";
}
?>
--EXPECT--
HTTP/1.1: first, CotpOutcomeUnknownException Unknown, second, CotpTimeoutException Unknown retryable [abc], third
on the connections 1 1 2 2 3
HTTP/1.1 over TLS: first, CotpOutcomeUnknownException Unknown, second, CotpTimeoutException Unknown retryable [abc], third
on the connections 1 1 2 2 3
HTTP/2: first, CotpOutcomeUnknownException Unknown, second, CotpTimeoutException Unknown retryable [abc], third
on the connections 1 1 2 2 3
