--TEST--
The names in a callback are read in any letter case, and $wire changes them
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/callback.inc';

function shown(callable $read): void
{
    try {
        $callback = $read();
        echo "$callback->requestId {$callback->status->name} $callback->rawStatus $callback->time\n";
    } catch (CotpCallbackException $exception) {
        echo $exception->reason, "\n";
    }
}

$verifier = new CotpCallbackVerifier(['k1' => OLD_SECRET]);
$camel = '{"lastNotifiedStatus":"cardStored","requestId":"abc","lastNotifiedTime":"now"}';
shown(fn () => $verifier->verify($camel, VECTOR));
shown(fn () => $verifier->verify('{"requestId":"other","REQUESTID":7,' . substr(BODY, 1), VECTOR));
shown(fn () => $verifier->verify('{"requestID":"other",' . substr($camel, 1), VECTOR));

/* also the entries of CotpRequest, which are ignored */
$wire = ['callback.requestId' => 'Id', 'callback.status' => 'State', 'callback.time' => 'At', 'send.path' => '/x'];
$body = '{"Id":"abc","state":"FormViewed","AT":"now"}';
$verifier = new CotpCallbackVerifier(['k1' => OLD_SECRET], $wire);
shown(fn () => $verifier->verify($body, VECTOR));
shown(fn () => $verifier->verify(BODY, VECTOR));
shown(fn () => CotpCallback::parseUnverified($body, $wire));
shown(fn () => CotpCallback::parseUnverified($body));
new CotpRequest('key', wire: $wire);

$bad = [['callback.status' => ''], ['callback.status' => "a\n"], ['callback.Status' => 'x'], ['callback.time' => 'REQUESTID'],
    ['callback.time' => 7], ['State'], ['send.path' => null]];
foreach ($bad as $wire) {
    foreach ([fn () => new CotpCallbackVerifier(['k1' => OLD_SECRET], $wire), fn () => CotpCallback::parseUnverified(BODY, $wire)] as $call) {
        try {
            $call();
            echo "let through\n";
        } catch (ValueError $error) {
            echo $error->getMessage(), "\n";
        }
    }
}
?>
--EXPECT--
abc CardStored cardStored now
uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5 CardStored CardStored 2017-12-19T20:07:32
bad_body
abc FormViewed FormViewed now
bad_body
abc FormViewed FormViewed now
bad_body
CotpCallbackVerifier::__construct(): Argument #2 ($wire) entry "callback.status" must be 1 to 128 bytes of UTF-8 without control characters
CotpCallback::parseUnverified(): Argument #2 ($wire) entry "callback.status" must be 1 to 128 bytes of UTF-8 without control characters
CotpCallbackVerifier::__construct(): Argument #2 ($wire) entry "callback.status" must be 1 to 128 bytes of UTF-8 without control characters
CotpCallback::parseUnverified(): Argument #2 ($wire) entry "callback.status" must be 1 to 128 bytes of UTF-8 without control characters
CotpCallbackVerifier::__construct(): Argument #2 ($wire) must contain only keys from the wire table
CotpCallback::parseUnverified(): Argument #2 ($wire) must contain only keys from the wire table
CotpCallbackVerifier::__construct(): Argument #2 ($wire) must not map "callback.requestId" and "callback.time" to the same name (case-insensitively)
CotpCallback::parseUnverified(): Argument #2 ($wire) must not map "callback.requestId" and "callback.time" to the same name (case-insensitively)
CotpCallbackVerifier::__construct(): Argument #2 ($wire) must contain only strings, with keys from the wire table
CotpCallback::parseUnverified(): Argument #2 ($wire) must contain only strings, with keys from the wire table
CotpCallbackVerifier::__construct(): Argument #2 ($wire) must contain only strings, with keys from the wire table
CotpCallback::parseUnverified(): Argument #2 ($wire) must contain only strings, with keys from the wire table
CotpCallbackVerifier::__construct(): Argument #2 ($wire) must contain only strings, with keys from the wire table
CotpCallback::parseUnverified(): Argument #2 ($wire) must contain only strings, with keys from the wire table
