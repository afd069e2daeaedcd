--TEST--
A send that could not leave is repeated, and then done once
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/transport.inc';

$peer = Peer::start(
    [created('done')],
    tls: true,
    accepts: [Peer::accept('reset'), Peer::accept('close'), Peer::accept('serve')],
);
$cotp = client($peer, retries: 2, observer: function (CotpAttempt $exchange) {
    echo "attempt $exchange->attempt: $exchange->httpStatus\n";
});
echo outcome(fn () => $cotp->send(form('hotel-42'))), ', processed ', processed($peer, 'hotel-42'), "\n";
?>
--EXPECT--
attempt 1: 0
attempt 2: 0
attempt 3: 201
done, processed 1
