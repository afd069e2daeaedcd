--TEST--
exit() in a nested batch ends the script, and the pool stays usable
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
?>
--FILE--
<?php
require __DIR__ . '/nested.inc';
batch_that_ends(function (): void {
    echo "exits\n";
    exit(0);
});
?>
--EXPECTF--
exits

3 of 3 read afterwards
0 connections open
