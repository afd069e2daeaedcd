--TEST--
CotpRetention may have no end, as a policy that the service returned; setRetention() refuses it, and serializers keep it
--EXTENSIONS--
cotp
--FILE--
<?php
$policy = new CotpRetention(null, true, [new CotpDestination('Owner')]);
var_dump($policy->until, unserialize(serialize($policy)) == $policy);
echo serialize($policy), "\n";
try {
    (new CotpRequest('key', 'https://127.0.0.1:1/api'))->setRetention('token', $policy);
} catch (ValueError $error) {
    echo $error->getMessage(), "\n";
}
foreach (['until' => '1893495600.000000', 'untilTimezone' => 'UTC'] as $key => $value) {
    $data = [$key => $value] + $policy->__serialize();
    try {
        (new ReflectionClass($policy))->newInstanceWithoutConstructor()->__unserialize($data);
    } catch (ValueError $error) {
        echo $error->getMessage(), "\n";
    }
}
?>
--EXPECT--
NULL
bool(true)
O:13:"CotpRetention":5:{s:7:"version";i:1;s:5:"until";N;s:13:"untilTimezone";N;s:10:"deleteCard";b:1;s:12:"destinations";a:1:{i:0;a:5:{s:7:"version";i:1;s:4:"type";s:5:"Owner";s:4:"data";s:0:"";s:5:"quota";i:1;s:5:"usage";N;}}}
CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $until must not be null when the policy is set
CotpRetention::__unserialize(): Argument #1 ($serialized) is invalid: $until must be a time in seconds with microseconds, and a time zone
CotpRetention::__unserialize(): Argument #1 ($serialized) is invalid: $until must be a time in seconds with microseconds, and a time zone
