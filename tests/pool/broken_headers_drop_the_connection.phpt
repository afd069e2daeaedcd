--TEST--
A connection on which a response ended within its headers is not kept, though libcurl takes it for complete
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

foreach (WAYS as $way => $arguments) {
    CotpRequest::closePool();
    $peer = Peer::start([Peer::cut(state('abc'), 'head')], ...$arguments);
    echo "$way: ", outcome(fn () => client($peer)->retrieve('abc')), ', ', CotpRequest::pool()['connections'], " kept\n";
}
?>
--EXPECT--
HTTP/1.1: CotpTransportException Unknown retryable [abc], 0 kept
HTTP/1.1 over TLS: CotpTransportException Unknown retryable [abc], 0 kept
HTTP/2: CotpTransportException Unknown retryable [abc], 0 kept
