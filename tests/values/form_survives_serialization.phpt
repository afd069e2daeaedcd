--TEST--
CotpForm may be queued: unserialize(serialize()) returns an equal form
--EXTENSIONS--
cotp
--FILE--
<?php
$form = new CotpForm('hotel-42', phone: '+41441234567', recipientName: 'Ada', amount: 5, currency: 'EUR', threeDs: false,
    extra: ['Note' => ['a', 'b']]);
$back = unserialize(serialize($form));
var_dump($back == $form, $back->phone, $back->extra);
$copy = clone $back;
var_dump($copy == $form, $copy !== $form);
?>
--EXPECT--
bool(true)
string(12) "+41441234567"
array(1) {
  ["Note"]=>
  array(2) {
    [0]=>
    string(1) "a"
    [1]=>
    string(1) "b"
  }
}
bool(true)
bool(true)
