--TEST--
A service that closes after each response without saying so: after one loss, sends use new connections
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** The second request of each connection is read, and then the connection ends. */
foreach (array_slice(WAYS, 0, 2) as $way => $arguments) {
    foreach (['close', 'reset', 'stall'] as $how) {
        $peer = Peer::start(...$arguments + ['default' => Peer::once($how)]);
        $cotp = client($peer, timeout: $how === 'stall' ? 1.0 : 60.0, retries: 2);
        $seen = [];
        for ($number = 1; $number <= 40; $number++) {
            $seen[] = preg_replace('~request-\d+~', 'sent', outcome(fn () => $cotp->send(form("b$number"))));
        }
        echo "$way, $how: ", json_encode(array_count_values($seen)), "\n";
    }

    $peer = Peer::start(...$arguments + ['default' => Peer::once('close')]);
    $lost = array_filter(client($peer, retries: 2)->sendMany(array_fill(0, 40, form()), concurrency: 4), is_object(...));
    echo "$way, in a batch: ", count($lost) <= 4 ? 'at most 4' : count($lost), ' ', implode(' ', array_unique(array_map(fn ($failure) => $failure->outcome->name, $lost))), "\n";

    // Other operations teach it too, and go on with kept connections.
    $peer = Peer::start(...$arguments + ['default' => Peer::once('close')]);
    $cotp = client($peer, retries: 2);
    echo "$way, retrieved: ";
    for ($number = 1; $number <= 3; $number++) {
        echo outcome(fn () => $cotp->retrieve('abc')), ', ';
    }
    echo preg_replace('~request-\d+~', 'sent', outcome(fn () => $cotp->send(form()))), "\n";
}
?>
--EXPECT--
HTTP/1.1, close: {"sent":39,"CotpOutcomeUnknownException Unknown":1}
HTTP/1.1, reset: {"sent":39,"CotpOutcomeUnknownException Unknown":1}
HTTP/1.1, stall: {"sent":39,"CotpOutcomeUnknownException Unknown":1}
HTTP/1.1, in a batch: at most 4 Unknown
HTTP/1.1, retrieved: abc FormViewed, abc FormViewed, abc FormViewed, sent
HTTP/1.1 over TLS, close: {"sent":39,"CotpOutcomeUnknownException Unknown":1}
HTTP/1.1 over TLS, reset: {"sent":39,"CotpOutcomeUnknownException Unknown":1}
HTTP/1.1 over TLS, stall: {"sent":39,"CotpOutcomeUnknownException Unknown":1}
HTTP/1.1 over TLS, in a batch: at most 4 Unknown
HTTP/1.1 over TLS, retrieved: abc FormViewed, abc FormViewed, abc FormViewed, sent
