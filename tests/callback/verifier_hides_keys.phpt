--TEST--
CotpCallbackVerifier shows neither keys nor tokens in dumps, copies, traces and exceptions
--EXTENSIONS--
cotp
--INI--
zend.exception_ignore_args=0
zend.exception_string_param_max_len=1000000
--FILE--
<?php
require __DIR__ . '/callback.inc';

const PLANTED = 'planted-secret-of-thirty-two-bytes';
$verifier = new CotpCallbackVerifier(['planted-key' => PLANTED]);
$search = function (string $what, string $text): void {
    $leaks = str_contains($text, 'planted') || str_contains($text, base64_encode(PLANTED)) || str_contains($text, bin2hex(PLANTED));
    echo $what, $leaks ? ": LEAKS $text\n" : ": clean\n";
};
$written = function (callable $write): string {
    ob_start();
    $write();
    return (string) ob_get_clean();
};

$search('var_dump', $written(fn () => var_dump($verifier)));
$search('print_r', print_r($verifier, true));
$search('var_export', var_export($verifier, true));
$search('debug_zval_dump', $written(fn () => debug_zval_dump($verifier)));
$search('array cast', print_r((array) $verifier, true));
$search('get_object_vars', print_r(get_object_vars($verifier), true));
$search('get_mangled_object_vars', print_r(get_mangled_object_vars($verifier), true));
$search('json_encode', json_encode($verifier));
$search('foreach', $written(function () use ($verifier) {
    foreach ($verifier as $name => $value) {
        var_dump($name, $value);
    }
}));
$search('reflection', print_r((new ReflectionObject($verifier))->getProperties(), true));
foreach (['serialize' => serialize(...), 'clone' => fn ($object) => clone $object, 'unserialize' => fn () => unserialize('O:20:"CotpCallbackVerifier":0:{}'),
    'dynamic property' => fn ($object) => $object->more = 1] as $what => $copy) {
    try {
        $copy($verifier);
        echo "$what worked\n";
    } catch (Throwable $error) {
        echo $what, ': ', get_class($error), ' ', $error->getMessage(), "\n";
    }
}

$token = token_of($verifier->url('https://hotel.example/', 'r'));
$calls = [
    'short key' => fn () => new CotpCallbackVerifier(['planted-key' => 'planted']),
    'bad key id' => fn () => new CotpCallbackVerifier(['planted.' => PLANTED]),
    'bad key type' => fn () => new CotpCallbackVerifier(['planted' => [PLANTED]]),
    'keys of the wrong type' => fn () => new CotpCallbackVerifier(PLANTED),
    'bad token' => fn () => $verifier->verify(BODY, "$token."),
    'unknown key' => fn () => $verifier->verify(BODY, strtr($token, ['planted-key' => 'planted-kez'])),
    'bad signature' => fn () => $verifier->verify(BODY, strtr($token, ['.cg.' => '.cQ.'])),
    'token of the wrong type' => fn () => $verifier->verify(BODY, [$token]),
    'bad body' => fn () => $verifier->verify('', $token),
    'wrong request' => fn () => $verifier->verify(BODY, $token, fn () => 'x'),
    'globals' => function () use ($verifier, $token) {
        $_GET = ['cotp' => "$token."];
        $verifier->verifyGlobals();
    },
];
foreach ($calls as $what => $call) {
    try {
        $call();
        echo "$what was let through\n";
    } catch (Throwable $error) {
        $own = array_filter($error->getTrace(), fn (array $frame) => ($frame['class'] ?? '') === 'CotpCallbackVerifier');
        $search($what, $error . print_r($own, true) . ($error->reason ?? ''));
    }
}
?>
--EXPECT--
var_dump: clean
print_r: clean
var_export: clean
debug_zval_dump: clean
array cast: clean
get_object_vars: clean
get_mangled_object_vars: clean
json_encode: clean
foreach: clean
reflection: clean
serialize: Exception Serialization of 'CotpCallbackVerifier' is not allowed
clone: Error Trying to clone an uncloneable object of class CotpCallbackVerifier
unserialize: Exception Unserialization of 'CotpCallbackVerifier' is not allowed
dynamic property: Error Cannot create dynamic property CotpCallbackVerifier::$more
short key: clean
bad key id: clean
bad key type: clean
keys of the wrong type: clean
bad token: clean
unknown key: clean
bad signature: clean
token of the wrong type: clean
bad body: clean
wrong request: clean
globals: clean
