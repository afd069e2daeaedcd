--TEST--
Odd responses neither end the process nor reach the next call, on kept and on new handles of libcurl
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';
require __DIR__ . '/../peer/hpack.inc';

$line = "HTTP/1.1 201 Created\r\n";
$head = "{$line}Location: /r/odd\r\n";
$empty = "Content-Length: 0\r\n\r\n";
$chunked = "{$head}Transfer-Encoding: chunked\r\n\r\n";

// All of them end with the connection.
$responses = [
    // folded headers
    "$line folded: first\r\n$empty", "$line\tfolded\r\n$empty", "{$head}X: 1\r\n folded\r\n$empty", "{$head}X: 1\r\n\tfolded\r\n more\r\n$empty",
    "{$head}X:\r\n \r\n \r\n \r\n$empty", "$head folded\r\n$empty", "{$head}Content-Length: 0\r\n folded\r\n\r\n", "{$head}Content-Length:\r\n 0\r\n\r\n",
    "HTTP/1.1 103 Early\r\n folded: first\r\n\r\n$head$empty", "{$head}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", "HTTP/1.1 201\r\n Created\r\n$empty",
    "$head " . str_repeat('f', 20000) . "\r\n$empty", $head . str_repeat(" f\r\n", 2000) . $empty, "{$line}X: " . str_repeat('x', 5000) . "\r\n " . str_repeat('f', 5000) . "\r\n$empty",
    // line ends
    str_replace("\r\n", "\n", $head . $empty), str_replace("\r\n", "\r", $head . $empty), str_replace("\r\n", "\r\r\n", $head . $empty),
    "{$head}X: a\rb\r\n$empty", "{$head}X\r: a\r\n$empty", "{$head}X: a\r\r\n$empty", "HTTP/1.1 201 Cre\rated\r\n$empty", "$head\n\r\n$empty", "{$head}Content-Length: 0\n\r\n",
    // NUL and other bytes
    "{$head}X\0: a\r\n$empty", "{$head}X: \0\r\n$empty", "HTTP/1.1 201 \0\r\n$empty", "\0$head$empty", "{$head}X: " . implode(array_map(chr(...), range(128, 255))) . "\r\n$empty",
    "{$head}\xff\xfe: 1\r\n$empty", "{$head}X: \x01\x02\x1f\x7f\r\n$empty", "\xef\xbb\xbf$head$empty", "{$chunked}1;\0\r\nx\r\n0\r\n\r\n",
    // lengths
    "{$head}Content-Length: 0\r\n$empty", "{$head}Content-Length: 5\r\n$empty", "{$head}Content-Length: 0, 0\r\n\r\n", "{$head}Content-Length: 2, 3\r\n\r\n{}",
    "{$head}Content-Length: +0\r\n\r\n", "{$head}Content-Length: -0\r\n\r\n", "{$head}Content-Length: 0x2\r\n\r\n{}", "{$head}Content-Length: 00000000000000000000002\r\n\r\n{}",
    "{$head}Content-Length:\r\n\r\n", "{$head}Content-Length: 9223372036854775807\r\n\r\n{}", "{$head}Content-Length: 18446744073709551616\r\n\r\n{}",
    "{$head}Content-Length: 2 2\r\n\r\n{}", "{$head}Content-Length: 2\r\n\r\n{} and more", "{$head}Content-Length: 100\r\n\r\n{}", "{$head}Content-Length : 2\r\n\r\n{}",
    "{$head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "{$head}Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
    // chunks
    "{$chunked}2;name=value\r\n{}\r\n0\r\n\r\n", "{$chunked}2;name=\"a;b\"\r\n{}\r\n0;last\r\n\r\n", "{$chunked}2;" . str_repeat('e', 20000) . "\r\n{}\r\n0\r\n\r\n",
    "{$chunked}2 \r\n{}\r\n0 \r\n\r\n", "{$chunked} 2\r\n{}\r\n0\r\n\r\n", "{$chunked}+2\r\n{}\r\n0\r\n\r\n", "{$chunked}-2\r\n{}\r\n0\r\n\r\n", "{$chunked}0x2\r\n{}\r\n0\r\n\r\n",
    "{$chunked}0002\r\n{}\r\n0000\r\n\r\n", "{$chunked}7fffffffffffffff\r\n{}", "{$chunked}ffffffffffffffff\r\n{}", "{$chunked}10000000000000000\r\n{}", "{$chunked}2\n{}\n0\n\n",
    "{$chunked}2\r\n{}0\r\n\r\n", "{$chunked}3\r\n{}\r\n0\r\n\r\n", "{$chunked}2\r\n{}\r\n", "{$chunked}2\r\n{}\r\n0\r\n", "{$chunked}\r\n", "$chunked;\r\n",
    $chunked . str_repeat("1\r\n \r\n", 3000) . "0\r\n\r\n",
    // trailers
    "{$chunked}0\r\nLocation: /r/trailer\r\n\r\n", "{$chunked}0\r\nContent-Length: 9\r\n\r\n", "{$chunked}0\r\nX: 1\r\n folded\r\n\r\n", "{$chunked}0\r\n folded\r\n\r\n",
    "{$chunked}0\r\nHTTP/1.1 500 No\r\n\r\n", "{$chunked}0\r\nX\r\n\r\n", "{$chunked}0\r\n" . str_repeat("X: 1\r\n", 2000) . "\r\n", "{$chunked}0\r\nX: \0\r\n\r\n",
    // informational responses
    str_repeat("HTTP/1.1 100 Continue\r\n\r\n", 100) . $head . $empty, str_repeat("HTTP/1.1 103 Early\r\nLocation: /r/early\r\n\r\n", 100) . $head . $empty,
    "HTTP/1.1 199 What\r\n\r\n$head$empty", "HTTP/1.1 100 Continue\r\n$empty$head$empty", "HTTP/1.1 100 Continue\r\nContent-Length: 2\r\n\r\n{}$head$empty",
    "HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n$head$empty", "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n",
    // the connection
    "{$head}Connection: close\r\n$empty", "{$head}Connection: close, keep-alive\r\n$empty", "{$head}Connection: keep-alive, close\r\n$empty",
    "{$head}Connection: keep-alive\r\nConnection: close\r\n$empty", "{$head}Connection:\r\n$empty", "{$head}Connection: Location\r\n$empty", "{$head}Keep-Alive: timeout=0\r\n$empty",
    "{$head}Keep-Alive: timeout=99999999999999999999\r\n$empty", "{$head}Connection: close\r\n\r\n{}", "{$head}Proxy-Connection: close\r\n$empty", "{$head}Alt-Svc: h3=\":1\"\r\n$empty",
    // other versions of HTTP, and none
    "HTTP/1.0 201 Created\r\nLocation: /r/odd\r\n\r\n", "HTTP/1.0 201 Created\r\nLocation: /r/odd\r\nConnection: keep-alive\r\n$empty", "HTTP/0.9 201 Created\r\n$empty",
    "HTTP/1.2 201 Created\r\n$empty", "HTTP/2 201\r\n$empty", "HTTP/3 201\r\n$empty", "HTTP/2.0 201 Created\r\n$empty", "HTTP/11 201 Created\r\n$empty", "HTTP/ 201 Created\r\n$empty",
    'created', '', ' ', "\r\n", "{\"RequestID\":\"odd\"}", "ICY 200 OK\r\n\r\n", "220 mail.example ESMTP\r\n", "RTSP/1.0 200 OK\r\n\r\n", "http/1.1 201 Created\r\n$empty",
    // status lines
    'H', 'HTTP/', 'HTTP/1.1', 'HTTP/1.1 201', "HTTP/1.1 201\r\n$empty", "HTTP/1.1 \r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 2\r\n$empty", "HTTP/1.1 2000 OK\r\n$empty", "HTTP/1.1 -201 OK\r\n$empty",
    "HTTP/1.1 000 OK\r\n$empty", "HTTP/1.1 099 OK\r\n$empty", "HTTP/1.1 600 OK\r\n$empty", "HTTP/1.1 999 OK\r\n$empty", "HTTP/1.1 2x1 OK\r\n$empty", "HTTP/1.1  201  OK\r\n$empty",
    "HTTP/1.1\t201\tOK\r\n$empty", " $head$empty", "\r\n\r\n$head$empty", 'HTTP/1.1 201 ' . str_repeat('r', 20000) . "\r\nLocation: /r/odd\r\n$empty", "HTTP/1.1 201 Created\r\nHTTP/1.1 201 Created\r\n$empty",
    // headers
    "{$head}no colon\r\n$empty", "$head: no name\r\n$empty", "$head:\r\n$empty", "{$head}two words: 1\r\n$empty", "{$head}X : 1\r\n$empty", $head . str_repeat("X: 1\r\n", 3000) . $empty,
    "{$head}X: " . str_repeat('x', 60000) . "\r\n$empty", "{$head}X: " . str_repeat('x', 120000) . "\r\n$empty", "{$head}" . str_repeat('n', 60000) . ": 1\r\n$empty",
    $head . str_repeat('Set-Cookie: ' . str_repeat('c', 900) . "\r\n", 60) . $empty, "{$head}Retry-After: -1\r\n$empty", "{$head}Retry-After: Thu, 99 Foo 9999 99:99:99 GMT\r\n$empty",
    "{$head}Last-Modified: x\r\nAge: x\r\nDate: x\r\nContent-Range: bytes x\r\nAccept-Ranges: x\r\n$empty", "{$head}Strict-Transport-Security: max-age=x\r\n$empty",
    // codings
    "{$head}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", "{$head}Content-Encoding: br, zstd, x, gzip, deflate, gzip, gzip, gzip\r\n$empty", "{$head}Transfer-Encoding: gzip\r\n\r\n{}",
    "{$head}Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "{$head}Transfer-Encoding: chunked, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "{$head}Transfer-Encoding: identity\r\n$empty",
    "{$head}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "{$head}Transfer-Encoding:\r\n$empty", "{$head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    // statuses that change the meaning
    "HTTP/1.1 204 No\r\nLocation: /r/odd\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 205 No\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 206 Part\r\nContent-Range: bytes 5-6/7\r\n$empty",
    "HTTP/1.1 304 No\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 301 No\r\nLocation: http://127.0.0.1:1/\r\n$empty", "HTTP/1.1 307 No\r\nLocation: //\r\n$empty", "HTTP/1.1 417 No\r\n$empty",
    "HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM x\r\nWWW-Authenticate: Digest realm=\"\r\n$empty", "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\n$empty",
    // more than one response
    "$head$empty{$line}Location: /r/second\r\n$empty", "$head$empty$empty", "{$head}Content-Length: 0\r\n\r\nHTTP/1.1 ", "$head\r\n\r\n\r\n\r\n",
];

function frame(int $type, int $flags, int $stream, string $payload = '', ?int $length = null): string
{
    return substr(pack('N', $length ?? strlen($payload)), 1) . chr($type) . chr($flags) . pack('N', $stream) . $payload;
}

$fields = hpackField(':status', '201') . hpackField('location', '/r/odd');
$frames = [
    frame(0, 1, 1), frame(0, 1, 0, 'x'), frame(0, 9, 1, "\xff"), frame(0, 1, 99, 'x'), frame(0, 1, 2, 'x'), frame(1, 5, 1), frame(1, 5, 1, "\xff\xff\xff\xff\xff\xff"), frame(1, 5, 0, $fields),
    frame(1, 5, 1, hpackField('location', '/r/odd')), frame(1, 5, 1, $fields . hpackField(':status', '200')), frame(1, 5, 1, $fields . hpackField('Upper', 'x')),
    frame(1, 5, 1, $fields . hpackField('connection', 'close')), frame(1, 5, 1, $fields . hpackField('content-length', '5')), frame(1, 5, 1, $fields . hpackField('x', "a\r\nb")),
    frame(1, 5, 1, $fields . hpackField("a\0b", 'x')), frame(1, 5, 1, $fields . hpackField('', 'x')), frame(1, 4, 1, $fields), frame(1, 4, 1, $fields) . frame(1, 5, 1, hpackField('location', '/r/trailer')),
    frame(1, 4, 1, $fields) . frame(0, 1, 1, '{}') . frame(0, 1, 1, '{}'), frame(1, 5, 1, $fields) . frame(1, 5, 1, $fields), frame(1, 0, 1, $fields) . frame(0, 1, 1, 'x'), frame(1, 0, 1, $fields),
    frame(2, 0, 1, "\0\0\0\1\0"), frame(3, 0, 1, pack('N', 0)), frame(3, 0, 1, pack('N', 7)) . frame(3, 0, 1, pack('N', 7)), frame(3, 0, 0, pack('N', 7)), frame(3, 0, 1, 'x'), frame(3, 0, 99, pack('N', 7)),
    frame(4, 0, 0, 'x'), frame(4, 0, 1), frame(4, 1, 0, pack('nN', 3, 0)), frame(4, 0, 0, pack('nN', 4, 0xffffffff)), frame(4, 0, 0, pack('nN', 5, 1)), frame(4, 0, 0, pack('nN', 2, 2)),
    frame(5, 4, 1, pack('N', 2) . hpackField(':method', 'GET')), frame(6, 0, 0, 'x'), frame(6, 0, 1, str_repeat('x', 8)), frame(7, 0, 0), frame(7, 0, 0, pack('NN', 0x7fffffff, 0)),
    frame(7, 0, 0, pack('NN', 0, 0)), frame(7, 0, 1, pack('NN', 0, 0)), frame(8, 0, 1, pack('N', 0)), frame(8, 0, 0, pack('N', 0x7fffffff)) . frame(8, 0, 0, pack('N', 0x7fffffff)), frame(9, 4, 1, $fields),
    frame(200, 0xff, 1, 'unknown') . frame(1, 5, 1, $fields), frame(0, 0, 1, 'x', 0xffffff), 'HTTP/1.1 201 Created', '', "\0", str_repeat("\0", 100),
    str_repeat(frame(1, 4, 1, hpackField(':status', '103')), 100) . frame(1, 5, 1, $fields),
];

/** Sends before, during and after each odd response, and prints what is wrong. */
function meet(Peer $peer, CotpRequest $cotp, array $responses, bool $keepsHandles): void
{
    static $sends = 0;
    foreach ($responses as $response) {
        if (!$keepsHandles) {
            CotpRequest::closePool();
        }
        $name = 'odd-' . ++$sends;
        $closing = Peer::respond(201, ['Location: /r/before', 'Connection: close']);
        $peer->append($sends % 2 ? created('before') : $closing, Peer::raw($response), created("after-$sends"));
        $before = outcome(fn () => $cotp->send(form()));
        try {
            $outcome = $cotp->send(form($name)) === 'odd' ? 'odd' : 'another id';
        } catch (CotpException $exception) {
            $outcome = $exception->outcome->name;
        }
        // Without this, it would be chance whether the next send notices that the connection was closed.
        $requests = $peer->requests();
        $peer->waitClosed(end($requests)['connection']);
        $after = outcome(fn () => $cotp->send(form()));
        if ($before !== 'before' || !in_array($outcome, ['odd', 'Unknown', 'Answered'], true) || processed($peer, $name) !== 1 || $after !== "after-$sends") {
            echo json_encode($response, JSON_INVALID_UTF8_SUBSTITUTE), ": $before, $outcome, ", processed($peer, $name), " processed, $after\n";
        }
    }
}

foreach (['HTTP/1.1' => $responses, 'HTTP/2' => $frames] as $way => $odd) {
    foreach ([true, false] as $keepsHandles) {
        $peer = Peer::start(...WAYS[$way]);
        meet($peer, client($peer), $keepsHandles ? $odd : array_reverse($odd), $keepsHandles);
    }
    echo "$way: ", count($odd), " responses\n";
}
?>
--EXPECT--
HTTP/1.1: 171 responses
HTTP/2: 51 responses
