--TEST--
An expired certificate of one service costs no connection of another
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$good = Peer::start(tls: true, default: Peer::mirror());
foreach (['expired', 'notYetValid'] as $fault) {
    $bad = Peer::start(tls: true, certificate: $fault);
    echo outcome(fn () => client($good)->retrieve('abc')), "; $fault: ";
    echo outcome(fn () => client($bad)->retrieve('abc')), "\n";
}
echo outcome(fn () => client($good)->retrieve('abc')), ', connections ', count($good->connections()), "\n";
?>
--EXPECT--
abc FormViewed; expired: CotpTransportException NotSent retryable [abc]
abc FormViewed; notYetValid: CotpTransportException NotSent retryable [abc]
abc FormViewed, connections 1
