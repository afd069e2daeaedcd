--TEST--
The memory limit in a nested batch ends the script, and the pool stays usable
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
if (getenv('USE_ZEND_ALLOC') === '0') {
    echo 'skip PHP\'s heap has no limit then';
}
?>
--FILE--
<?php
require __DIR__ . '/nested.inc';
batch_that_ends(fn () => str_repeat('x', PHP_INT_MAX >> 1));
?>
--EXPECTF--

Fatal error: %a in %s on line %d

3 of 3 read afterwards
0 connections open
