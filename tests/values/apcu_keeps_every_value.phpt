--TEST--
apcu gives back the same value of each class
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/values.inc';
skipWithout('apcu');
?>
--FILE--
<?php
require __DIR__ . '/values.inc';
compareWith('apcu', <<<'PHP'
    fn (object $value) => apcu_store('value', $value) ? apcu_fetch('value') : null
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
