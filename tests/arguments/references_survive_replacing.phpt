--TEST--
References that a serialized text makes to the values of a form or a policy change neither
--EXTENSIONS--
cotp
--FILE--
<?php
// In the text the array is value 1, the object 2, its version 3, bookerId 4 and email 5.
$text = serialize(new CotpForm('hotel-42', str_repeat('a', 10) . '@example.com', extra: ['Note' => 'sound']));
$made = unserialize("a:2:{i:0;{$text}i:1;R:5;}");
var_dump($made[1] === $made[0]->email);
$email = &$made[1];
$email = 'other@example.com';
var_dump($made[0]->email);

// The policy is 2, its version 3, until 4 and its zone 5, deleteCard 6, the destinations 7, the only one 8, its version
// 9, type 10 and data 11.
$text = serialize(new CotpRetention(new DateTimeImmutable('2030-01-01 UTC'), false, [new CotpDestination('HostName', 'a.example')]));
$made = unserialize("a:2:{i:0;{$text}i:1;R:11;}");
var_dump($made[1] === $made[0]->destinations[0]->data);
$data = &$made[1];
$data = 'b.example';
var_dump($made[0]->destinations[0]->data);
?>
--EXPECT--
bool(true)
string(22) "aaaaaaaaaa@example.com"
bool(true)
string(9) "a.example"
