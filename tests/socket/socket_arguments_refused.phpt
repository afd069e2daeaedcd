--TEST--
A socket needs an absolute path and an http URI, and neither a proxy nor a CA file; else nothing is sent
--EXTENSIONS--
cotp
--FILE--
<?php
$good = ['apiKey' => 'key', 'baseUri' => 'http://service.test/api', 'socket' => '/run/cotp/egress.sock'];
$longest = '/' . str_repeat('x', PHP_OS_FAMILY === 'Linux' ? 106 : 102);
$cases = [
    'empty' => ['socket' => ''],
    'relative' => ['socket' => 'run/egress.sock'],
    'a URI' => ['socket' => 'unix:///run/egress.sock'],
    'abstract' => ['socket' => "\0egress"],
    'null byte' => ['socket' => "/run/egress.sock\0"],
    'too long' => ['socket' => "{$longest}x"],
    'https' => ['baseUri' => 'https://service.test/api'],
    'standard base URI' => ['baseUri' => CotpRequest::PRODUCTION],
    'user in the base URI' => ['baseUri' => 'http://u@service.test/api'],
    'base path' => ['baseUri' => 'http://service.test/a/../b'],
    'proxy' => ['proxy' => 'http://127.0.0.1:1'],
    'CA file' => ['caFile' => __FILE__],
];
foreach ($cases as $case => $changes) {
    try {
        new CotpRequest(...$changes + $good);
        echo "$case was let through\n";
    } catch (ValueError $error) {
        echo "$case: ", preg_replace('/at most \d+ bytes/', 'at most # bytes', $error->getMessage()), "\n";
    }
}
foreach ([[], ['socket' => $longest], ['socket' => null, 'baseUri' => 'https://service.test/api'], ['proxy' => null, 'caFile' => null]] as $changes) {
    new CotpRequest(...$changes + $good);
}
// Without a socket such a host is still refused.
try {
    new CotpRequest('key', 'http://service.test/api');
} catch (ValueError $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
empty: CotpRequest::__construct(): Argument #11 ($socket) must be an absolute path of at most # bytes without null bytes
relative: CotpRequest::__construct(): Argument #11 ($socket) must be an absolute path of at most # bytes without null bytes
a URI: CotpRequest::__construct(): Argument #11 ($socket) must be an absolute path of at most # bytes without null bytes
abstract: CotpRequest::__construct(): Argument #11 ($socket) must be an absolute path of at most # bytes without null bytes
null byte: CotpRequest::__construct(): Argument #11 ($socket) must be an absolute path of at most # bytes without null bytes
too long: CotpRequest::__construct(): Argument #11 ($socket) must be an absolute path of at most # bytes without null bytes
https: CotpRequest::__construct(): Argument #2 ($baseUri) must begin with http:// when $socket is given: the proxy behind the socket adds TLS
standard base URI: CotpRequest::__construct(): Argument #2 ($baseUri) must begin with http:// when $socket is given: the proxy behind the socket adds TLS
user in the base URI: CotpRequest::__construct(): Argument #2 ($baseUri) must not contain a user name or password
base path: CotpRequest::__construct(): Argument #2 ($baseUri) must not have a path with empty, "." or ".." segments or with percent signs
proxy: CotpRequest::__construct(): Argument #7 ($proxy) must be null when $socket is given
CA file: CotpRequest::__construct(): Argument #6 ($caFile) must be null when $socket is given
CotpRequest::__construct(): Argument #2 ($baseUri) must begin with https:// (http:// is allowed only for loopback addresses and the hosts in cotp.http_hosts)
