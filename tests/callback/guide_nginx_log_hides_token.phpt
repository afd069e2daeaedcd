--TEST--
The log format of the guide keeps callback tokens out of the access log of nginx, but not out of its error log
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/nginx.inc'; Nginx::skipUnlessThere(); ?>
--FILE--
<?php
require __DIR__ . '/../peer/nginx.inc';

preg_match('/```nginx\n(.*?)```/s', (string) file_get_contents(__DIR__ . '/../../docs/callbacks.md'), $guide);
$callbacks = new CotpCallbackVerifier(['k1' => str_repeat('k', 32)]);
$nginx = new Nginx($guide[1], 'access_log {folder}/guide.log without_token; access_log {folder}/plain.log combined; location / { return 204; } location /missing { root {folder}/nowhere; }');
foreach (['/cotp', '/cotp?site=7', '/cotp?acotp=1', '/missing?a=b'] as $path) {
    [, $target] = explode('hotel.example', $callbacks->url("https://hotel.example$path", 'booking-4711'));
    $connection = stream_socket_client($nginx->socket);
    fwrite($connection, "GET $target&more=1 HTTP/1.0\r\n\r\n");
    stream_get_contents($connection);
}
// nginx writes the log after the response.
await('log lines', fn (): bool => substr_count($nginx->log('guide.log'), "\n") === 4 && substr_count($nginx->log('plain.log'), "\n") === 4);
echo preg_replace('/^.*?\] /m', '', $nginx->log('guide.log'));
echo substr_count($nginx->log('guide.log'), 'v1.k1.'), ' of ', substr_count($nginx->log('plain.log'), 'v1.k1.'), ', ';
echo substr_count($nginx->log('error.log'), 'v1.k1.'), " in the error log, which has no format\n";
?>
--EXPECTF--
"GET /cotp?cotp=***" 204 0
"GET /cotp?site=7&cotp=***" 204 0
"GET /cotp?acotp=1&cotp=***" 204 0
"GET /missing?a=b&cotp=***" 404 %d
0 of 4, 1 in the error log, which has no format
