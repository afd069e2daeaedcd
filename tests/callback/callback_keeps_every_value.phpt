--TEST--
CotpCallback can be created by users, is readonly, may be queued, and parses a body without a token
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/callback.inc';

$callback = new CotpCallback('booking-4711', REQUEST_ID, CotpStatus::CardStored, 'CardStored', '2017-12-19T20:07:32');
$verified = (new CotpCallbackVerifier(['k1' => OLD_SECRET]))->verify(BODY, VECTOR);
var_dump($callback == $verified, unserialize(serialize($callback)) == $callback, clone $callback == $callback);
echo json_encode($callback), "\n";

$changes = [
    fn () => $callback->reference = 'x',
    fn () => $callback->more = 'x',
    fn () => $callback->__construct('r', 'i', CotpStatus::Unknown, 's', 't'),
];
foreach ($changes as $change) {
    try {
        $change();
        echo "changed\n";
    } catch (Error $error) {
        echo get_class($error), ' ', $error->getMessage(), "\n";
    }
}

$parsed = CotpCallback::parseUnverified('{"RequestID":"é","LastNotifiedStatus":"Brandnew","LastNotifiedTime":"t","More":[1]}');
var_dump($parsed);
foreach (['', '[]', '{}', substr(BODY, 1), str_repeat(' ', 16385)] as $bad) {
    echo reason(fn () => CotpCallback::parseUnverified($bad)), ' ';
}
echo "\n";

$exception = new CotpCallbackException('text', 'expired', $cause = new LogicException());
var_dump($exception->getMessage(), $exception->reason, $exception->getPrevious() === $cause, $exception->outcome, $exception->getCode());
var_dump((new CotpCallbackException())->reason);
echo implode(' < ', class_parents('CotpCallbackException')), "\n";
try {
    $exception->reason = 'x';
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
try {
    (new ReflectionClass('CotpCallback'))->newInstanceWithoutConstructor()->dedupeKey();
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECTF--
bool(true)
bool(true)
bool(true)
{"reference":"booking-4711","requestId":"uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5","status":"CardStored","rawStatus":"CardStored","time":"2017-12-19T20:07:32"}
Error Cannot modify readonly property CotpCallback::$reference
Error Cannot create dynamic property CotpCallback::$more
Error Cannot modify readonly property CotpCallback::$reference
object(CotpCallback)#%d (5) {
  ["reference"]=>
  string(0) ""
  ["requestId"]=>
  string(2) "é"
  ["status"]=>
  enum(CotpStatus::Unknown)
  ["rawStatus"]=>
  string(8) "Brandnew"
  ["time"]=>
  string(1) "t"
}
bad_body bad_body bad_body bad_body too_large 
string(4) "text"
string(7) "expired"
bool(true)
enum(CotpOutcome::NotSent)
int(0)
string(0) ""
CotpException < RuntimeException < Exception
Cannot modify readonly property CotpCallbackException::$reason
CotpCallback::$%s must be initialized with a value of its declared type
