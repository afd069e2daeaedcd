--TEST--
No environment variable changes the trusted CAs, the client certificate or the files written; only libcurl's SSLKEYLOGFILE applies
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
if (!extension_loaded('openssl')) {
    echo 'skip no ext-openssl to name a certificate by its hash';
}
?>
--FILE--
<?php
require __DIR__ . '/identity.inc';

$home = sys_get_temp_dir() . '/cotp-home-' . bin2hex(random_bytes(8));
mkdir($home, 0700);
register_shutdown_function(function () use ($home) {
    array_map('unlink', glob("$home/{.netrc,.curlrc,*}", GLOB_BRACE));
    rmdir($home);
});
$peer = Peer::start(tls: true, default: created('abc'));
$stranger = Peer::start(tls: true);
$hash = openssl_x509_parse((string) file_get_contents($peer->caFile))['hash'];
copy($peer->caFile, "$home/$hash.0");
file_put_contents("$home/.netrc", "default login planted-user password planted-word\n");
file_put_contents("$home/.curlrc", "insecure\nproxy = \"http://127.0.0.1:1\"\ncacert = \"$peer->caFile\"\n");

// A CA that only the environment names is not trusted.
$trusting = ['SSL_CERT_FILE' => $peer->caFile, 'SSL_CERT_DIR' => $home, 'CURL_CA_BUNDLE' => $peer->caFile, 'HOME' => $home, 'CURL_HOME' => $home];
foreach ($trusting as $name => $value) {
    putenv("$name=$value");
    echo "$name: ", outcome(fn () => client($peer, caFile: null)->send(form())), "\n";
}
// A CA that a setting names is trusted, whatever the environment names.
foreach (['SSL_CERT_FILE' => $stranger->caFile, 'SSL_CERT_DIR' => '/nowhere', 'CURL_CA_BUNDLE' => '/nowhere'] as $name => $value) {
    putenv("$name=$value");
}
echo outcome(fn () => client($peer)->send(form())), ', ', outcome(fn () => client($peer, caFile: $stranger->caFile)->send(form())), "\n";
var_dump(array_unique(array_column(array_column($peer->requests(), 'headers'), 'authorization')));

// Whether libcurl uses SSLKEYLOGFILE depends on its build. It reads the variable at its start, so another process is needed.
$command = [PHP_BINARY, '-n', '-d', 'extension=' . ini_get('extension_dir') . '/cotp.' . PHP_SHLIB_SUFFIX, '-r',
    '(new CotpRequest("key-4711", $argv[1], caFile: $argv[2]))->send(new CotpForm("h", "guest@example.com"));', "$peer->url/api", $peer->caFile];
proc_close(proc_open($command, [], $pipes, null, ['SSLKEYLOGFILE' => "$home/keys"]));
$lines = is_file("$home/keys") ? file("$home/keys") : [];
$others = preg_grep('/^(#.*|(CLIENT|SERVER|EXPORTER)[A-Z_0-9]* [0-9a-f]+ [0-9a-f]+)$/', $lines, PREG_GREP_INVERT);
preg_match('~ (/\S*/libcurl\S*)$~m', (string) @file_get_contents('/proc/self/maps'), $library);
$heeds = $library ? str_contains(file_get_contents($library[1]), 'SSLKEYLOGFILE') : $lines !== [];
echo count($peer->processed()), ' sent; ', ($lines !== []) === $heeds ? 'logged if libcurl knows the name' : ($heeds ? 'no' : 'a') . ' log',
    '; the log holds ', $others ? implode($others) : "nothing but the keys of sessions, if any\n";
?>
--EXPECT--
SSL_CERT_FILE: CotpTransportException NotSent retryable
SSL_CERT_DIR: CotpTransportException NotSent retryable
CURL_CA_BUNDLE: CotpTransportException NotSent retryable
HOME: CotpTransportException NotSent retryable
CURL_HOME: CotpTransportException NotSent retryable
abc, CotpTransportException NotSent retryable
array(1) {
  [0]=>
  string(15) "APIKEY key-4711"
}
2 sent; logged if libcurl knows the name; the log holds nothing but the keys of sessions, if any
