--TEST--
CotpCallbackVerifier::verifyGlobals() reads the values that the script put into $_GET, and survives invalid ones
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/callback.inc';

/** Replaces php://, as tests of a controller do. */
final class Input
{
    public static string $body = BODY;
    public static ?Closure $onOpen = null;
    public $context;
    private int $at = 0;

    public function stream_open(): bool
    {
        return self::$onOpen === null || (self::$onOpen)();
    }

    public function stream_read(int $count): string
    {
        $piece = substr(self::$body, $this->at, min($count, 7)); // in many small pieces
        $this->at += strlen($piece);
        return $piece;
    }

    public function stream_eof(): bool
    {
        return $this->at >= strlen(self::$body);
    }

    public function stream_stat(): array
    {
        return [];
    }
}
$output = fopen('php://output', 'w');
stream_wrapper_unregister('php');
stream_wrapper_register('php', 'Input');

$verifier = new CotpCallbackVerifier(['k1' => OLD_SECRET]);
$ask = fn () => print(reason($verifier->verifyGlobals(...)) . "\n");

$_GET = ['cotp' => VECTOR];
$ask();
$token = VECTOR;
$_GET = ['cotp' => &$token];
$ask();
$_GET = ['cotp' => str_repeat(VECTOR, random_int(1, 1))]; // a string with a reference count of one
$ask();
$others = array_map(fn () => str_repeat('x', strlen(VECTOR)), range(1, 50));
$ask();
echo $_GET['cotp'] === VECTOR ? "still there\n" : "changed\n";
foreach ([['cotp' => 5], ['cotp' => null], ['cotp' => [VECTOR]], [], 'cotp', null] as $_GET) {
    $ask();
}
$_GET = ['cotp' => VECTOR];
Input::$onOpen = function () {
    $_GET = []; // too late: the token was read first
    return true;
};
$ask();
$_GET = ['cotp' => VECTOR];
Input::$onOpen = fn () => throw new DomainException('the input is away');
try {
    $verifier->verifyGlobals();
} catch (DomainException $exception) {
    echo $exception->getMessage(), "\n";
}
Input::$onOpen = fn () => false;
echo reason(fn () => @$verifier->verifyGlobals()), "\n";
Input::$onOpen = null;
unset($_GET);
$ask();
?>
--EXPECT--
fine
fine
fine
fine
still there
bad_token
bad_token
bad_token
bad_token
bad_token
bad_token
fine
the input is away
bad_body
bad_token
