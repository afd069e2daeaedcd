--TEST--
CotpCallbackVerifier::verify() calls the closure last, with the reference, and rethrows its exception
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/callback.inc';

$verifier = new CotpCallbackVerifier(['k1' => OLD_SECRET]);
$never = function (): never {
    echo "asked too early\n";
    throw new LogicException();
};
foreach ([['', VECTOR], ['x', VECTOR], [BODY, ''], [BODY, substr(VECTOR, 0, -1) . '4'], [BODY, strtr(VECTOR, ['k1' => 'k2'])], [str_repeat('x', 16385), VECTOR]] as $bad) {
    echo reason(fn () => $verifier->verify(...[...$bad, $never])), ' ';
}
echo "\n";

final class Bookings
{
    public array $ids = ['booking-4711' => REQUEST_ID];
    public function requestIdOf(string $reference): ?string
    {
        echo "asked for $reference: ";
        return $this->ids[$reference] ?? null;
    }
}
$bookings = new Bookings();
echo reason(fn () => $verifier->verify(BODY, VECTOR, $bookings->requestIdOf(...))), "\n";
$bookings->ids = [];
echo reason(fn () => $verifier->verify(BODY, VECTOR, $bookings->requestIdOf(...))), "\n";
$bookings->ids = ['booking-4711' => strtoupper(REQUEST_ID)];
echo reason(fn () => $verifier->verify(BODY, VECTOR, $bookings->requestIdOf(...))), "\n";
echo reason(fn () => $verifier->verify(BODY, VECTOR, null)), "\n";
echo reason(fn () => $verifier->verify(BODY, VECTOR, requestId: fn () => '')), "\n";
$stored = REQUEST_ID;
echo reason(fn () => $verifier->verify(BODY, VECTOR, function & () use (&$stored) { return $stored; })), "\n";

class Named
{
    public function __toString(): string
    {
        return REQUEST_ID;
    }
}
foreach ([5, 1.5, true, false, [], new Named()] as $wrong) {
    try {
        $verifier->verify(BODY, VECTOR, fn () => $wrong);
        echo "let through\n";
    } catch (TypeError $error) {
        echo $error->getMessage(), "\n";
    }
}
try {
    $verifier->verifyGlobals($bookings->requestIdOf(...));
} catch (CotpCallbackException $exception) {
    echo $exception->reason, "\n";
}

$own = new DomainException('the database is away');
try {
    $verifier->verify(BODY, VECTOR, fn () => throw $own);
} catch (DomainException $exception) {
    var_dump($exception === $own);
}

// The verifier may be used again from within.
echo $verifier->verify(BODY, VECTOR, fn ($reference) => $verifier->verify(BODY, VECTOR)->requestId)->reference, "\n";
$verifier->verify(BODY, VECTOR, function () {
    exit("ended by exit()\n");
});
?>
--EXPECT--
bad_body bad_body bad_token bad_signature unknown_key too_large 
asked for booking-4711: fine
asked for booking-4711: fine
asked for booking-4711: wrong_request
fine
wrong_request
fine
CotpCallbackVerifier::verify(): Argument #3 ($requestId) must return a string or null
CotpCallbackVerifier::verify(): Argument #3 ($requestId) must return a string or null
CotpCallbackVerifier::verify(): Argument #3 ($requestId) must return a string or null
CotpCallbackVerifier::verify(): Argument #3 ($requestId) must return a string or null
CotpCallbackVerifier::verify(): Argument #3 ($requestId) must return a string or null
CotpCallbackVerifier::verify(): Argument #3 ($requestId) must return a string or null
bad_token
bool(true)
booking-4711
ended by exit()
