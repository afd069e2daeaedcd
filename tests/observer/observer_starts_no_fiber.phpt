--TEST--
An observer cannot start a fiber, which could leave the call in progress; the call keeps its result
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$peer = Peer::start(default: created('{request}'));
var_dump(client($peer, observer: fn () => (new Fiber(fn () => 1))->start())->send(form()));
?>
--EXPECTF--
Warning: CotpRequest::send(): The observer threw FiberError in %s on line %d
string(6) "000001"
