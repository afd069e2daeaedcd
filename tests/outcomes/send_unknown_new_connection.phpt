--TEST--
A send whose response is lost on a new connection reaches the service once, also for the security-code form
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

foreach (WAYS as $way => $arguments) {
    $peer = Peer::start(...$arguments + ['default' => Peer::close()]);
    $cotp = client($peer, retries: 3);
    echo $way, ': ', outcome(fn () => $cotp->send(form('booker-one'))), ', ', processed($peer, 'booker-one'), "\n";
    $code = form('booker-two', cardUri: str_repeat('ab', 16));
    echo $way, ': ', outcome(fn () => $cotp->send($code)), ', ', processed($peer, 'booker-two'), "\n";
}
?>
--EXPECT--
HTTP/1.1: CotpOutcomeUnknownException Unknown, 1
HTTP/1.1: CotpOutcomeUnknownException Unknown, 1
HTTP/1.1 over TLS: CotpOutcomeUnknownException Unknown, 1
HTTP/1.1 over TLS: CotpOutcomeUnknownException Unknown, 1
HTTP/2: CotpOutcomeUnknownException Unknown, 1
HTTP/2: CotpOutcomeUnknownException Unknown, 1
