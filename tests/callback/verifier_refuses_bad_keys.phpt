--TEST--
CotpCallbackVerifier::__construct() refuses keys that are empty, short or badly named
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/callback.inc';

$bad = [
    'none' => [],
    'empty secret' => ['k1' => ''],
    'short secret' => ['k1' => substr(OLD_SECRET, 0, 31)],
    'short secret behind a good one' => ['k1' => OLD_SECRET, 'k2' => 'short'],
    'a list' => [OLD_SECRET],
    'a whole number' => ['2026' => OLD_SECRET],
    'a negative number' => ['-1' => OLD_SECRET],
    'a number with a zero' => ['007' => OLD_SECRET],
    'an empty id' => ['' => OLD_SECRET],
    'a long id' => ['seventeen-letters' => OLD_SECRET],
    'a dot' => ['k.1' => OLD_SECRET],
    'a line end' => ["k1\n" => OLD_SECRET],
    'NUL' => ["k1\0" => OLD_SECRET],
    'no string' => ['k1' => 5],
    'null' => ['k1' => null],
    'an array' => ['k1' => [OLD_SECRET]],
];
foreach ($bad as $what => $keys) {
    try {
        new CotpCallbackVerifier($keys);
        echo "$what was let through\n";
    } catch (ValueError | TypeError $error) {
        echo $what, ': ', get_class($error), ' ', $error->getMessage(), "\n";
    }
}

foreach (['k', '-', '_', '2026-11', '1e3', '--1', 'sixteen-letters-'] as $id) {
    $verifier = new CotpCallbackVerifier([$id => OLD_SECRET]);
    echo $id, ' ', reason(fn () => $verifier->verify(BODY, token_of($verifier->url('https://hotel.example/', 'r')))), "\n";
}

// The keys are copied once, by value.
$secret = OLD_SECRET;
$keys = ['k1' => &$secret];
$verifier = new CotpCallbackVerifier($keys);
$secret = NEW_SECRET;
echo reason(fn () => $verifier->verify(BODY, VECTOR)), "\n";
try {
    $verifier->__construct(['k1' => NEW_SECRET]);
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
echo reason(fn () => $verifier->verify(BODY, VECTOR)), "\n";
?>
--EXPECT--
none: ValueError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must contain at least one key
empty secret: ValueError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must contain only secrets of at least 32 bytes
short secret: ValueError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must contain only secrets of at least 32 bytes
short secret behind a good one: ValueError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must contain only secrets of at least 32 bytes
a list: ValueError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must have key ids of 1 to 16 characters from A-Z, a-z, 0-9, "-" and "_" that are not whole numbers
a whole number: ValueError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must have key ids of 1 to 16 characters from A-Z, a-z, 0-9, "-" and "_" that are not whole numbers
a negative number: ValueError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must have key ids of 1 to 16 characters from A-Z, a-z, 0-9, "-" and "_" that are not whole numbers
a number with a zero: ValueError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must have key ids of 1 to 16 characters from A-Z, a-z, 0-9, "-" and "_" that are not whole numbers
an empty id: ValueError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must have key ids of 1 to 16 characters from A-Z, a-z, 0-9, "-" and "_" that are not whole numbers
a long id: ValueError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must have key ids of 1 to 16 characters from A-Z, a-z, 0-9, "-" and "_" that are not whole numbers
a dot: ValueError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must have key ids of 1 to 16 characters from A-Z, a-z, 0-9, "-" and "_" that are not whole numbers
a line end: ValueError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must have key ids of 1 to 16 characters from A-Z, a-z, 0-9, "-" and "_" that are not whole numbers
NUL: ValueError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must have key ids of 1 to 16 characters from A-Z, a-z, 0-9, "-" and "_" that are not whole numbers
no string: TypeError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must contain only strings
null: TypeError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must contain only strings
an array: TypeError CotpCallbackVerifier::__construct(): Argument #1 ($keys) must contain only strings
k fine
- fine
_ fine
2026-11 fine
1e3 fine
--1 fine
sixteen-letters- fine
fine
CotpCallbackVerifier::__construct() must not be called twice
fine
