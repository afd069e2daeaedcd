--TEST--
CotpCallbackVerifier::verifyGlobals() reads the HTTP request as PHP decoded it
--EXTENSIONS--
cotp
--SKIPIF--
<?php
if (!function_exists('proc_open')) {
    die('skip proc_open() is needed');
}
?>
--FILE--
<?php
require __DIR__ . '/callback.inc';

$folder = sys_get_temp_dir() . '/cotp-callback-' . bin2hex(random_bytes(8));
mkdir($folder);
file_put_contents("$folder/router.php", '<?php
    require ' . var_export(__DIR__ . '/callback.inc', true) . ';
    $verifier = new CotpCallbackVerifier(["k1" => OLD_SECRET]);
    try {
        $reference = $verifier->verifyGlobals()->reference;
        echo "fine $reference ", strlen(file_get_contents("php://input"));
    } catch (CotpCallbackException $exception) {
        http_response_code(403);
        echo $exception->reason;
    }');

/** Starts PHP's built-in server on a free port with the settings, and returns the process and its address. */
function serve(string $folder, array $settings): array
{
    // The same PHP with the same extension: the options of run-tests.php are in the command of this process.
    $own = explode("\0", (string) file_get_contents('/proc/self/cmdline'));
    $extension = preg_grep('/^"?(extension(_dir)?|auto_prepend_file)=/', $own);
    $options = [];
    foreach ([...array_map(fn ($option) => trim($option, '"'), $extension), ...$settings] as $option) {
        array_push($options, '-d', $option);
    }
    $command = [PHP_BINARY, '-n', ...$options, '-S', '127.0.0.1:0', "$folder/router.php"];
    $process = proc_open($command, [['null'], ['null'], ['pipe', 'w']], $pipes, null, ['PATH' => getenv('PATH')]);
    while (($line = fgets($pipes[2])) !== false) {
        if (preg_match('~http://127\.0\.0\.1:(\d+)~', $line, $found)) {
            return [$process, "127.0.0.1:$found[1]", $pipes];
        }
    }
    die('the server did not start');
}

function post(string $address, string $query, string $body, string $type = 'application/json'): string
{
    $connection = stream_socket_client("tcp://$address");
    fwrite($connection, "POST /cotp$query HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: $type\r\nContent-Length: " . strlen($body) . "\r\n\r\n$body");
    [$head, $response] = explode("\r\n\r\n", stream_get_contents($connection), 2);
    return explode(' ', $head)[1] . ' ' . $response;
}

$encoded = '%' . implode('%', str_split(bin2hex(VECTOR), 2));
$other = substr(VECTOR, 0, -1) . '4';
$cases = [
    'as minted' => ['?cotp=' . VECTOR, BODY],
    'every character encoded' => ["?cotp=$encoded", BODY],
    'a form type' => ['?cotp=' . VECTOR, BODY, 'application/x-www-form-urlencoded'],
    'more parameters' => ['?a=1&b[]=2&cotp=' . VECTOR . '&c', BODY],
    'the last of two counts' => ["?cotp=$other&cotp=" . VECTOR, BODY],
    'also when it is bad' => ['?cotp=' . VECTOR . "&cotp=$other", BODY],
    'none' => ['', BODY],
    'empty' => ['?cotp=', BODY],
    'another name' => ['?Cotp=' . VECTOR, BODY],
    'an array' => ['?cotp[]=' . VECTOR, BODY],
    'an array after it' => ['?cotp=' . VECTOR . '&cotp[a]=' . VECTOR, BODY],
    'a line end after it' => ['?cotp=' . VECTOR . '%0A', BODY],
    'NUL after it' => ['?cotp=' . VECTOR . '%00', BODY],
    'a token in the body only' => ['', 'cotp=' . VECTOR, 'application/x-www-form-urlencoded'],
    'no body' => ['?cotp=' . VECTOR, ''],
    'the largest body' => ['?cotp=' . VECTOR, str_pad(BODY, 16384)],
    'one byte more' => ['?cotp=' . VECTOR, str_pad(BODY, 16385)],
    '1 MiB' => ['?cotp=' . VECTOR, str_pad(BODY, 1 << 20)],
    'a large body without a token' => ['', str_pad(BODY, 16385)],
];
[$process, $address] = serve($folder, []);
foreach ($cases as $what => $arguments) {
    echo $what, ': ', post($address, ...$arguments), "\n";
}
proc_terminate($process);
proc_close($process);

// Settings that change how PHP reads a request.
foreach (['filter.default=special_chars', 'auto_globals_jit=0', 'enable_post_data_reading=0', 'variables_order=CS', 'mbstring.http_input=UTF-16'] as $setting) {
    [$process, $address] = serve($folder, ["error_reporting=0", $setting]);
    echo $setting, ': ', post($address, '?cotp=' . VECTOR, BODY, 'application/x-www-form-urlencoded'), "\n";
    proc_terminate($process);
    proc_close($process);
}
unlink("$folder/router.php");
rmdir($folder);
?>
--EXPECT--
as minted: 200 fine booking-4711 123
every character encoded: 200 fine booking-4711 123
a form type: 200 fine booking-4711 123
more parameters: 200 fine booking-4711 123
the last of two counts: 200 fine booking-4711 123
also when it is bad: 403 bad_signature
none: 403 bad_token
empty: 403 bad_token
another name: 403 bad_token
an array: 403 bad_token
an array after it: 403 bad_token
a line end after it: 403 bad_token
NUL after it: 403 bad_token
a token in the body only: 403 bad_token
no body: 403 bad_body
the largest body: 200 fine booking-4711 16384
one byte more: 403 too_large
1 MiB: 403 too_large
a large body without a token: 403 too_large
filter.default=special_chars: 200 fine booking-4711 123
auto_globals_jit=0: 200 fine booking-4711 123
enable_post_data_reading=0: 200 fine booking-4711 123
variables_order=CS: 403 bad_token
mbstring.http_input=UTF-16: 200 fine booking-4711 123
