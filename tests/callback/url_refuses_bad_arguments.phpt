--TEST--
CotpCallbackVerifier::url() refuses an invalid base URL, reference or lifetime with a ValueError that names it
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/callback.inc';

$verifier = new CotpCallbackVerifier(['k1' => OLD_SECRET]);
$base = 'https://hotel.example/cotp';
$bad = [
    ['', 'r'], ['hotel.example/badvalue', 'r'], ['ftp://badvalue.example/', 'r'], ["https://hotel.example/\0badvalue", 'r'],
    ["$base#badvalue", 'r'], ["$base#", 'r'],
    ["$base?cotp=badvalue", 'r'], ["$base?a=1&cotp", 'r'], ["$base?cotp[]=1", 'r'], ["$base?c%6Ftp=1", 'r'], ["$base?cotp%5Ba%5D=1", 'r'],
    ["$base?%20+cotp=1", 'r'], ["$base?cotp%00x=1", 'r'], ["$base?a;cotp=1", 'r'],
    [$base . str_repeat('/', 1950), 'r'],
    [$base, ''], [$base, "badvalue\n"], [$base, "badvalue\x80"], [$base, str_repeat('x', 97)],
    [$base, 'r', 0], [$base, 'r', -1], [$base, 'r', 315360001], [$base, 'r', PHP_INT_MAX],
];
foreach ($bad as $arguments) {
    try {
        $verifier->url(...$arguments);
        echo json_encode($arguments), " was let through\n";
    } catch (ValueError $error) {
        echo $error->getMessage(), "\n";
    }
}

// A name is reserved only if PHP's own parser reads it as "cotp".
foreach (['cotpx', 'xcotp', 'Cotp', 'co.tp', 'cotp%3D', 'cotp+', '%26cotp', 'a[cotp]', 'x=cotp', 'x=%26cotp=1'] as $name) {
    $url = $verifier->url("$base?$name", 'r');
    parse_str(parse_url($url, PHP_URL_QUERY), $query);
    echo $name, ' ', reason(fn () => $verifier->verify(BODY, $query['cotp'])), "\n";
}
?>
--EXPECT--
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must not be empty
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must be an absolute URL that begins with https:// or http://
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must be an absolute URL that begins with https:// or http://
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must be ASCII without spaces, control characters or any of \ " < > (percent-encode other characters, write hosts in Punycode)
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must not have a fragment
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must not have a fragment
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must not have a query parameter named "cotp"
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must not have a query parameter named "cotp"
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must not have a query parameter named "cotp"
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must not have a query parameter named "cotp"
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must not have a query parameter named "cotp"
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must not have a query parameter named "cotp"
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must not have a query parameter named "cotp"
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must not have a query parameter named "cotp"
CotpCallbackVerifier::url(): Argument #1 ($baseUrl) must leave room for the token: the complete URL must not be longer than 2048 bytes
CotpCallbackVerifier::url(): Argument #2 ($reference) must be 1 to 96 bytes of UTF-8 without control characters
CotpCallbackVerifier::url(): Argument #2 ($reference) must be 1 to 96 bytes of UTF-8 without control characters
CotpCallbackVerifier::url(): Argument #2 ($reference) must be 1 to 96 bytes of UTF-8 without control characters
CotpCallbackVerifier::url(): Argument #2 ($reference) must be 1 to 96 bytes of UTF-8 without control characters
CotpCallbackVerifier::url(): Argument #3 ($ttl) must be between 1 and 315360000 seconds
CotpCallbackVerifier::url(): Argument #3 ($ttl) must be between 1 and 315360000 seconds
CotpCallbackVerifier::url(): Argument #3 ($ttl) must be between 1 and 315360000 seconds
CotpCallbackVerifier::url(): Argument #3 ($ttl) must be between 1 and 315360000 seconds
cotpx fine
xcotp fine
Cotp fine
co.tp fine
cotp%3D fine
cotp+ fine
%26cotp fine
a[cotp] fine
x=cotp fine
x=%26cotp=1 fine
