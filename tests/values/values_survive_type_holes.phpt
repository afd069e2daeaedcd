--TEST--
A property that ArrayObject or unserialize() changed in spite of its type or readonly is refused
--SKIPIF--
<?php
error_reporting(E_ALL & ~E_DEPRECATED);     // PHP 8.5 deprecates these writes, but allows them
final readonly class Probe { public function __construct(public int $value) {} }
try {
    $array = new ArrayObject(new Probe(1));
    $array['value'] = 'past the type';
} catch (Throwable) {
    die('skip this PHP lets nobody write past a type');
}
?>
--FILE--
<?php
error_reporting(E_ALL & ~E_DEPRECATED);
function attempt(string $what, Closure $code): void
{
    try {
        $code();
        echo "$what: nothing thrown\n";
    } catch (Throwable $thrown) {
        echo "$what: ", $thrown::class, ': ', $thrown->getMessage(), "\n";
    }
}

/** Writes in spite of type and readonly. Returns false if this PHP prevents it. */
function overwrite(object $object, string $property, mixed $value): bool
{
    try {
        $array = new ArrayObject($object);
        $array[$property] = $value;
        return true;
    } catch (Throwable) {
        return false;
    }
}

$cotp = new CotpRequest('key', baseUri: 'http://127.0.0.1:1/api', retries: 0);
foreach (['extra' => 0x41414141, 'email' => ['a']] as $property => $value) {
    $form = new CotpForm(bookerId: 'b', email: 'guest@example.com');
    if (overwrite($form, $property, $value)) {
        echo extension_loaded('cotp') ? 'PHP allows it: ' : ''; // which the extension's class must prevent
        attempt("form $property", fn () => $cotp->send($form));
    } else {
        echo "form $property: PHP forbids it\n"; // the class lists its properties itself
    }
}
foreach (['until' => 1, 'destinations' => 2, 'deleteCard' => 'x'] as $property => $value) {
    $policy = new CotpRetention(new DateTimeImmutable('+1 day'));
    overwrite($policy, $property, $value);
    attempt("policy $property", fn () => $cotp->setRetention('token', $policy));
}
$destination = new CotpDestination('Owner');
overwrite($destination, 'type', 7);
attempt('destination', fn () => $cotp->setRetention('token', new CotpRetention(new DateTimeImmutable('+1 day'), false, [$destination])));

$callback = CotpCallback::parseUnverified('{"LastNotifiedStatus":"CardStored","RequestID":"a","LastNotifiedTime":"t"}');
overwrite($callback, 'requestId', 0x41414141);
attempt('callback', fn () => $callback->dedupeKey());

overwrite(CotpStatus::CardStored, 'value', 5);
var_dump(CotpStatus::CardStored->isFinal(), CotpStatus::CardStored->supersedes(CotpStatus::LinkExpired));

class OddDate extends DateTimeImmutable
{
    #[ReturnTypeWillChange]
    public function getTimestamp()
    {
        return (string) (time() + 1000);
    }
}
attempt('date', fn () => $cotp->setRetention('token', new CotpRetention(new OddDate())));

class MeddlingDate extends DateTimeImmutable
{
    public static CotpRetention $policy;
    public function getTimestamp(): int
    {
        overwrite(self::$policy, 'destinations', 2);
        return time() + 1000;
    }
}
MeddlingDate::$policy = new CotpRetention(new MeddlingDate());
attempt('meddling date', fn () => $cotp->setRetention('token', MeddlingDate::$policy));

$exception = (new ReflectionClass('CotpTimeoutException'))->newInstanceWithoutConstructor();
(new ReflectionProperty('CotpException', 'moreInfo'))->setValue($exception, 'a');
attempt('exception', fn () => $exception->__construct('again'));
$exception = (new ReflectionClass('CotpCallbackException'))->newInstanceWithoutConstructor();
(new ReflectionProperty('CotpCallbackException', 'reason'))->setValue($exception, 'a');
attempt('callback exception', fn () => $exception->__construct('again'));
?>
--EXPECTF--
form extra: %r(PHP forbids it|ValueError: CotpRequest::send\(\): Argument #1 \(\$form\) is invalid: \$extra must be initialized with a value of its declared type)%r
form email: %r(PHP forbids it|ValueError: CotpRequest::send\(\): Argument #1 \(\$form\) is invalid: \$email must be initialized with a value of its declared type)%r
policy until: ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $until must be initialized with a value of its declared type
policy destinations: ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $destinations must be initialized with a value of its declared type
policy deleteCard: ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $deleteCard must be initialized with a value of its declared type
destination: ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $destinations must contain only initialized CotpDestination objects
callback: Error: CotpCallback::$requestId must be initialized with a value of its declared type
bool(true)
bool(true)
date: TypeError: OddDate::getTimestamp(): Return value must be of type int, string returned
meddling date: ValueError: CotpRequest::setRetention(): Argument #2 ($policy) is invalid: $destinations must be initialized with a value of its declared type
exception: Error: Cannot modify readonly property CotpException::$moreInfo
callback exception: Error: Cannot modify readonly property CotpCallbackException::$reason
