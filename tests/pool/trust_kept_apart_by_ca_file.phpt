--TEST--
A connection opened under one caFile is not used under another
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

foreach (['HTTP/1.1 over TLS', 'HTTP/2'] as $way) {
    $peer = Peer::start(...WAYS[$way] + ['default' => created('abc')]);
    $stranger = Peer::start(tls: true);
    $trusting = client($peer);
    echo "$way: ", outcome(fn () => $trusting->send(form('booker-one'))), "\n";
    echo outcome(fn () => client($peer, caFile: $stranger->caFile)->send(form('booker-two'))), "\n";
    echo outcome(fn () => client($peer, caFile: null)->send(form('booker-two'))), "\n";
    echo outcome(fn () => $trusting->send(form('booker-three'))), "\n";
    // The same CA under another file name needs another connection, which works.
    copy($peer->caFile, $copy = tempnam(sys_get_temp_dir(), 'cotp'));
    echo outcome(fn () => client($peer, caFile: $copy)->send(form('booker-four'))), "\n";
    unlink($copy);
    echo implode(' ', array_map(fn ($booker) => processed($peer, "booker-$booker"), ['one', 'two', 'three', 'four'])), "\n";
}
?>
--EXPECT--
HTTP/1.1 over TLS: abc
CotpTransportException NotSent retryable
CotpTransportException NotSent retryable
abc
abc
1 0 1 1
HTTP/2: abc
CotpTransportException NotSent retryable
CotpTransportException NotSent retryable
abc
abc
1 0 1 1
