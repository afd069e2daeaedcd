--TEST--
A send that could not be sent is retried, and processed once
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$peer = Peer::start(
    [created('done')],
    tls: true,
    accepts: [Peer::accept('reset'), Peer::accept('close'), Peer::accept('serve')],
);
$cotp = client($peer, retries: 2, observer: function (CotpAttempt $attempt) {
    echo "attempt $attempt->attempt: $attempt->httpStatus\n";
});
echo outcome(fn () => $cotp->send(form('hotel-42'))), ', processed ', processed($peer, 'hotel-42'), "\n";
?>
--EXPECT--
attempt 1: 0
attempt 2: 0
attempt 3: 201
done, processed 1
