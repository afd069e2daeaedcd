--TEST--
CotpCallbackVerifier verifies the test vector of the format, and signs URLs in the same way
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/callback.inc';

echo sign('k1', OLD_SECRET, '4102444800', 'booking-4711', str_repeat("\1", 16)) === VECTOR ? "the vector\n" : "another vector\n";
$verifier = new CotpCallbackVerifier(['k1' => OLD_SECRET]);
var_dump($verifier->verify(BODY, VECTOR));

$before = time();
$nonces = [];
foreach ([[], [60], [1], [315360000]] as $ttl) {
    $url = $verifier->url('https://hotel.example/cotp', 'booking-4711', ...$ttl);
    [, , $expiry, , $nonce] = $parts = explode('.', token_of($url));
    $nonces[] = $nonce;
    $nonce = base64_decode(strtr($nonce, '-_', '+/'));
    $seconds = $expiry - ($ttl[0] ?? 2592000);
    echo strlen($nonce), ' ', abs($seconds - $before) <= 5 ? 'now' : "at $seconds", ' ',
        token_of($url) === sign('k1', OLD_SECRET, (int) $expiry, 'booking-4711', $nonce) ? 'signed' : $url, "\n";
}
echo count(array_unique($nonces)), " nonces\n";
echo preg_match('~^https://hotel\.example/cotp\?cotp=[A-Za-z0-9._-]+$~', $url), "\n";
foreach (['http://127.0.0.1:8080', 'https://hotel.example/cotp?a=1', 'https://hotel.example/cotp?'] as $base) {
    echo strstr($verifier->url($base, 'r'), 'v1.', true), "\n";
}

// The URL fits into a form.
new CotpForm('hotel-42', 'guest@example.com', callbackUrl: $verifier->url('https://hotel.example/' . str_repeat('x', 1750), str_repeat('r', 96)));
?>
--EXPECTF--
the vector
object(CotpCallback)#%d (5) {
  ["reference"]=>
  string(12) "booking-4711"
  ["requestId"]=>
  string(32) "uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5"
  ["status"]=>
  enum(CotpStatus::CardStored)
  ["rawStatus"]=>
  string(10) "CardStored"
  ["time"]=>
  string(19) "2017-12-19T20:07:32"
}
16 now signed
16 now signed
16 now signed
16 now signed
4 nonces
1
http://127.0.0.1:8080?cotp=
https://hotel.example/cotp?a=1&cotp=
https://hotel.example/cotp?&cotp=
