--TEST--
msgpack gives back the same value of each class
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/values.inc';
skipWithout('msgpack');
?>
--FILE--
<?php
require __DIR__ . '/values.inc';
compareWith('msgpack', <<<'PHP'
    fn (object $value) => msgpack_unpack(msgpack_pack($value))
    PHP);
?>
--EXPECT--
form: the same
state: the same
unknown state: the same
destination: the same
retention: the same
callback: the same
attempt: the same
exception: the same
callback exception: the same
exception of the user: the same
exit status 0
