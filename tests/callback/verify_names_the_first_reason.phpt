--TEST--
CotpCallbackVerifier::verify() checks in the documented order and reports only the first reason
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/callback.inc';

$verifier = new CotpCallbackVerifier(['k1' => OLD_SECRET]);
$nonce = str_repeat("\1", 16);
$expired = sign('k1', OLD_SECRET, time(), 'r', $nonce); // its last second has passed
$forged = sign('k1', NEW_SECRET, 1, 'r', $nonce);
$unknown = sign('k2', NEW_SECRET, 1, 'r', $nonce);
$other = fn () => 'another';

// Each case has the named fault and every later one too.
$cases = [
    'large body' => [str_repeat(' ', 16385), '', $other],
    'large token' => ['', str_repeat('x', 513), $other],
    'a body of 1 MiB' => [str_repeat('x', 1 << 20), VECTOR, $other],
    'largest body, largest token' => [str_repeat(' ', 16384), str_repeat('x', 512), $other],
    'no token' => ['', '', $other],
    'unknown key' => ['', $unknown, $other],
    'forged' => ['', $forged, $other],
    'expired' => ['', $expired, $other],
    'body' => ['', VECTOR, $other],
    'deep body' => [substr(BODY, 0, -1) . ',"a":' . str_repeat('[', 16) . str_repeat(']', 16) . '}', VECTOR, $other],
    'body with a duplicate name' => [substr(BODY, 0, -1) . ',"RequestID":"' . REQUEST_ID . '"}', VECTOR, $other],
    'request' => [BODY, VECTOR, $other],
    'nothing' => [BODY, VECTOR, fn () => REQUEST_ID],
    'deepest body' => [substr(BODY, 0, -1) . ',"a":' . str_repeat('[', 15) . str_repeat(']', 15) . '}', VECTOR],
    'padded body' => [str_pad(BODY, 16384), VECTOR],
];
foreach ($cases as $what => $arguments) {
    echo $what, ': ', reason(fn () => $verifier->verify(...$arguments)), "\n";
}
foreach (['large body', 'no token', 'unknown key', 'forged', 'expired', 'body', 'request'] as $what) {
    try {
        $verifier->verify(...$cases[$what]);
    } catch (CotpException $exception) {
        echo get_class($exception), ' ', $exception->getMessage(), ' ', $exception->outcome->name, "\n";
    }
}
?>
--EXPECT--
large body: too_large
large token: too_large
a body of 1 MiB: too_large
largest body, largest token: bad_token
no token: bad_token
unknown key: unknown_key
forged: bad_signature
expired: expired
body: bad_body
deep body: bad_body
body with a duplicate name: bad_body
request: wrong_request
nothing: fine
deepest body: fine
padded body: fine
CotpCallbackException The callback was rejected: its body or its token is too large NotSent
CotpCallbackException The callback was rejected: its URL has no well-formed token NotSent
CotpCallbackException The callback was rejected: its token has an unknown key id NotSent
CotpCallbackException The callback was rejected: its token's signature is invalid NotSent
CotpCallbackException The callback was rejected: its token has expired NotSent
CotpCallbackException The callback was rejected: its body is not a valid PCI Booking callback NotSent
CotpCallbackException The callback was rejected: its body is about a different request than its URL NotSent
