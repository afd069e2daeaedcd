--TEST--
A fatal error in a nested batch ends the script, and the pool stays usable
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
batch_that_ends(fn () => eval('class CotpRequest {}'));
?>
--EXPECTF--

Fatal error: Cannot %rdeclare class CotpRequest, because the name is already in use|redeclare class CotpRequest(?: \(previously declared in \S+\))?%r in %s on line 1

3 of 3 read afterwards
0 connections open
