--TEST--
serialize() and unserialize() give back the same value of each class, also within Laravel's JSON
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/values.inc';
compareEveryValue(fn (object $value) => unserialize(serialize($value)));
$json = fn (object $value): string => json_encode(['data' => ['command' => serialize(clone (object) ['value' => $value])]], JSON_THROW_ON_ERROR);
compareEveryValue(fn (object $value) => unserialize(json_decode($json($value), true)['data']['command'])->value);
// What is given to a hydrator: an object without its constructor, which gets its values afterwards.
compareEveryValue(function (object $value): object {
    $made = (new ReflectionClass($value))->newInstanceWithoutConstructor();
    $made->__unserialize($value->__serialize());
    return $made;
});
echo serialize(everyValue()['retention']), "\n";
echo serialize(everyValue()['unknown state']), "\n";
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
O:13:"CotpRetention":5:{s:7:"version";i:1;s:5:"until";s:17:"1893495600.123456";s:13:"untilTimezone";s:13:"Europe/Berlin";s:10:"deleteCard";b:1;s:12:"destinations";a:2:{i:0;a:5:{s:7:"version";i:1;s:4:"type";s:5:"Owner";s:4:"data";s:0:"";s:5:"quota";i:1;s:5:"usage";N;}i:1;a:5:{s:7:"version";i:1;s:4:"type";s:8:"HostName";s:4:"data";s:11:"pay.example";s:5:"quota";i:3;s:5:"usage";N;}}}
O:9:"CotpState":7:{s:7:"version";i:1;s:9:"requestId";s:3:"abc";s:6:"status";s:7:"Unknown";s:9:"rawStatus";s:8:"Brandnew";s:7:"cardUri";N;s:4:"time";N;s:7:"details";a:0:{}}
