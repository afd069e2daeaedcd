<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * Strange HTTP/2 frames, all our own, in the order of RFC 9113: php tests/foreign/http2.php [--sample]
 * Each scenario is met by a send as the first request of a connection, and as the second; then the connection closes, or stays open.
 */

require __DIR__ . '/lib/lanes.inc';
require __DIR__ . '/lib/Service.inc';
require_once __DIR__ . '/../peer/hpack.inc';

const DATA = 0, HEADERS = 1, PRIORITY = 2, RST_STREAM = 3, SETTINGS = 4, PUSH_PROMISE = 5, PING = 6, GOAWAY = 7, WINDOW_UPDATE = 8, CONTINUATION = 9;
const END_STREAM = 1, ACK = 1, END_HEADERS = 4, PADDED = 8;
const ERROR_CODES = ['NO_ERROR', 'PROTOCOL_ERROR', 'INTERNAL_ERROR', 'FLOW_CONTROL_ERROR', 'SETTINGS_TIMEOUT', 'STREAM_CLOSED', 'FRAME_SIZE_ERROR', 'REFUSED_STREAM',
    'CANCEL', 'COMPRESSION_ERROR', 'CONNECT_ERROR', 'ENHANCE_YOUR_CALM', 'INADEQUATE_SECURITY', 'HTTP_1_1_REQUIRED', 'unknown code'];

/** A sample is one scenario of so many. */
const SAMPLED = 3;

/** Settings under which no further request fits on the connection while it is open. */
const LASTING = ['SETTINGS: no streams', 'SETTINGS: window of 0'];

function frame(int $type, int $flags, int $stream, string $payload = '', ?int $length = null): string
{
    return substr(pack('N', $length ?? strlen($payload)), 1) . chr($type) . chr($flags) . pack('N', $stream) . $payload;
}

/** @param array<string, string|list<string>> $fields */
function block(array $fields): string
{
    $block = '';
    foreach ($fields as $name => $values) {
        foreach ((array) $values as $value) {
            $block .= hpackField((string) $name, $value);
        }
    }
    return $block;
}

/** A response that would be a success. */
function headers(int $stream, array $more = [], int $flags = END_HEADERS | END_STREAM, string $status = '201'): string
{
    return frame(HEADERS, $flags, $stream, block([':status' => $status, 'location' => '/api/cardrequest/own'] + $more));
}

/** @return array<string, Closure(int): string> bytes, by the stream of the request */
function responses(): array
{
    $rest = fn (int $stream): string => headers($stream);
    return [
        'an ordinary response' => $rest,
        'no frame' => fn (int $stream): string => '',
        'HTTP/1.1 in place of frames' => fn (int $stream): string => "HTTP/1.1 201 Created\r\nLocation: /api/cardrequest/own\r\nContent-Length: 0\r\n\r\n",
        'no status' => fn (int $stream): string => frame(HEADERS, END_HEADERS | END_STREAM, $stream, block(['location' => '/api/cardrequest/own'])),
        'two statuses' => fn (int $stream): string => frame(HEADERS, END_HEADERS | END_STREAM, $stream, block([':status' => ['201', '500']])),
        'status 99' => fn (int $stream): string => headers($stream, status: '99'),
        'status 1000' => fn (int $stream): string => headers($stream, status: '1000'),
        'status 101' => fn (int $stream): string => headers($stream, status: '101'),
        'status with a space' => fn (int $stream): string => headers($stream, status: '201 '),
        'empty status' => fn (int $stream): string => headers($stream, status: ''),
        'status after a field' => fn (int $stream): string => frame(HEADERS, END_HEADERS | END_STREAM, $stream, block(['location' => '/x', ':status' => '201'])),
        'pseudo-field of a request' => fn (int $stream): string => headers($stream, [':path' => '/']),
        'unknown pseudo-field' => fn (int $stream): string => headers($stream, [':strange' => 'x']),
        'upper-case name' => fn (int $stream): string => headers($stream, ['X-Upper' => 'x']),
        'empty name' => fn (int $stream): string => headers($stream, ['' => 'x']),
        'NUL in a value' => fn (int $stream): string => headers($stream, ['x-nul' => "a\0b"]),
        'line break in a value' => fn (int $stream): string => headers($stream, ['x-break' => "a\r\nlocation: /api/cardrequest/injected"]),
        'connection field' => fn (int $stream): string => headers($stream, ['connection' => 'close']),
        'transfer-encoding' => fn (int $stream): string => headers($stream, ['transfer-encoding' => 'chunked']),
        'two locations' => fn (int $stream): string => headers($stream, ['location' => ['/api/cardrequest/own', '/api/cardrequest/other']]),
        'length too long' => fn (int $stream): string => headers($stream, ['content-length' => '5']),
        'length too short' => fn (int $stream): string => headers($stream, ['content-length' => '1'], END_HEADERS) . frame(DATA, END_STREAM, $stream, 'hello'),
        'two lengths' => fn (int $stream): string => headers($stream, ['content-length' => ['5', '6']], END_HEADERS) . frame(DATA, END_STREAM, $stream, 'hello'),
        'header block cut off' => fn (int $stream): string => frame(HEADERS, END_HEADERS | END_STREAM, $stream, substr(block([':status' => '201', 'location' => '/api/cardrequest/own']), 0, -3)),
        'header block with an index out of range' => fn (int $stream): string => frame(HEADERS, END_HEADERS | END_STREAM, $stream, "\xff\xff\xff\x7f"),
        'header block with a huge table' => fn (int $stream): string => frame(HEADERS, END_HEADERS | END_STREAM, $stream, "\x3f\xff\xff\xff\x7f"),
        'header block with bad Huffman code' => fn (int $stream): string => frame(HEADERS, END_HEADERS | END_STREAM, $stream, "\x88\x40\x84\xff\xff\xff\xff\x01x"),
        'empty header block' => fn (int $stream): string => frame(HEADERS, END_HEADERS | END_STREAM, $stream),
        'headers that never end' => fn (int $stream): string => headers($stream, flags: END_STREAM),
        'another frame within headers' => fn (int $stream): string => headers($stream, flags: END_STREAM) . frame(PING, 0, 0, '12345678'),
        'continuation without headers' => fn (int $stream): string => frame(CONTINUATION, END_HEADERS, $stream, block([':status' => '201'])),
        'continuation of another stream' => fn (int $stream): string => headers($stream, flags: END_STREAM) . frame(CONTINUATION, END_HEADERS, $stream + 2, ''),
        'many empty continuations' => fn (int $stream): string => headers($stream, flags: END_STREAM) . str_repeat(frame(CONTINUATION, 0, $stream), 2000) . frame(CONTINUATION, END_HEADERS, $stream),
        'large header list' => fn (int $stream): string => headers($stream, ['x-large' => array_fill(0, 8, str_repeat('x', 1900))]),
        'headers on stream 0' => fn (int $stream): string => headers(0),
        'headers on an even stream' => fn (int $stream): string => headers(2),
        'headers on a stream to come' => fn (int $stream): string => headers($stream + 2),
        'headers of a finished stream' => fn (int $stream): string => headers($stream) . headers($stream),
        'padding longer than the frame' => fn (int $stream): string => frame(HEADERS, END_HEADERS | END_STREAM | PADDED, $stream, "\xff" . block([':status' => '201'])),
        'padded data longer than the frame' => fn (int $stream): string => headers($stream, flags: END_HEADERS) . frame(DATA, END_STREAM | PADDED, $stream, "\x20x"),
        'data before headers' => fn (int $stream): string => frame(DATA, 0, $stream, 'hello') . headers($stream),
        'data on stream 0' => fn (int $stream): string => headers($stream, flags: END_HEADERS) . frame(DATA, END_STREAM, 0, 'hello'),
        'data on another stream' => fn (int $stream): string => headers($stream, flags: END_HEADERS) . frame(DATA, END_STREAM, $stream + 2, 'hello'),
        'data after the end' => fn (int $stream): string => headers($stream) . frame(DATA, END_STREAM, $stream, 'hello'),
        'data that never ends' => fn (int $stream): string => headers($stream, flags: END_HEADERS) . frame(DATA, 0, $stream, 'hello'),
        'many empty data frames' => fn (int $stream): string => headers($stream, flags: END_HEADERS) . str_repeat(frame(DATA, 0, $stream), 2000) . frame(DATA, END_STREAM, $stream),
        'informational without end' => fn (int $stream): string => str_repeat(headers($stream, flags: END_HEADERS, status: '103'), 50),
        'informational that ends the stream' => fn (int $stream): string => headers($stream, status: '103'),
        'informational and a response' => fn (int $stream): string => headers($stream, flags: END_HEADERS, status: '100') . headers($stream),
        'two final responses' => fn (int $stream): string => headers($stream, flags: END_HEADERS) . headers($stream, flags: END_HEADERS, status: '500') . frame(DATA, END_STREAM, $stream),
        'trailers' => fn (int $stream): string => headers($stream, flags: END_HEADERS) . frame(HEADERS, END_HEADERS | END_STREAM, $stream, block(['x-trailer' => 'x', 'location' => '/api/cardrequest/trailer'])),
        'trailers with a status' => fn (int $stream): string => headers($stream, flags: END_HEADERS) . headers($stream, status: '500'),
        'trailers without end' => fn (int $stream): string => headers($stream, flags: END_HEADERS) . frame(HEADERS, END_HEADERS, $stream, block(['x-trailer' => 'x'])),
    ];
}

/** @return array<string, Closure(int): string> frames about the connection, before an ordinary response */
function connectionFrames(): array
{
    $frames = [
        'PING with 7 bytes' => frame(PING, 0, 0, '1234567'),
        'PING on a stream' => frame(PING, 0, 1, '12345678'),
        'PING acknowledged that was never sent' => frame(PING, ACK, 0, '12345678'),
        '1000 PINGs' => str_repeat(frame(PING, 0, 0, '12345678'), 1000),
        'SETTINGS on a stream' => frame(SETTINGS, 0, 1, pack('nN', 3, 100)),
        'SETTINGS of 5 bytes' => frame(SETTINGS, 0, 0, '12345'),
        'SETTINGS acknowledged with a payload' => frame(SETTINGS, ACK, 0, pack('nN', 3, 100)),
        '1000 SETTINGS' => str_repeat(frame(SETTINGS, 0, 0), 1000),
        'SETTINGS: push of 2' => frame(SETTINGS, 0, 0, pack('nN', 2, 2)),
        'SETTINGS: no streams' => frame(SETTINGS, 0, 0, pack('nN', 3, 0)),
        'SETTINGS: window above 2^31' => frame(SETTINGS, 0, 0, pack('nN', 4, 0x80000000)),
        'SETTINGS: window of 0' => frame(SETTINGS, 0, 0, pack('nN', 4, 0)),
        'SETTINGS: frames of 1 byte' => frame(SETTINGS, 0, 0, pack('nN', 5, 1)),
        'SETTINGS: table of 0' => frame(SETTINGS, 0, 0, pack('nN', 1, 0)),
        'SETTINGS: unknown' => frame(SETTINGS, 0, 0, pack('nN', 0xffff, 1)),
        'WINDOW_UPDATE of 0' => frame(WINDOW_UPDATE, 0, 0, pack('N', 0)),
        'WINDOW_UPDATE of 0 on the stream' => frame(WINDOW_UPDATE, 0, 1, pack('N', 0)),
        'WINDOW_UPDATE above 2^31' => frame(WINDOW_UPDATE, 0, 0, pack('N', 0x7fffffff)) . frame(WINDOW_UPDATE, 0, 0, pack('N', 0x7fffffff)),
        'WINDOW_UPDATE of 3 bytes' => frame(WINDOW_UPDATE, 0, 0, '123'),
        'WINDOW_UPDATE of an idle stream' => frame(WINDOW_UPDATE, 0, 99, pack('N', 1)),
        'PRIORITY of 4 bytes' => frame(PRIORITY, 0, 1, '1234'),
        'PRIORITY on stream 0' => frame(PRIORITY, 0, 0, '12345'),
        'PRIORITY that depends on itself' => frame(PRIORITY, 0, 1, pack('NC', 1, 16)),
        'RST_STREAM on stream 0' => frame(RST_STREAM, 0, 0, pack('N', 8)),
        'RST_STREAM of 3 bytes' => frame(RST_STREAM, 0, 1, '123'),
        'RST_STREAM of an idle stream' => frame(RST_STREAM, 0, 99, pack('N', 8)),
        'PUSH_PROMISE' => frame(PUSH_PROMISE, END_HEADERS, 1, pack('N', 2) . block([':method' => 'GET', ':path' => '/', ':scheme' => 'https', ':authority' => 'localhost'])),
        'PUSH_PROMISE on stream 0' => frame(PUSH_PROMISE, END_HEADERS, 0, pack('N', 2)),
        'GOAWAY of 7 bytes' => frame(GOAWAY, 0, 0, '1234567'),
        'GOAWAY on a stream' => frame(GOAWAY, 0, 1, pack('NN', 1, 0)),
        'two GOAWAYs, the second for more streams' => frame(GOAWAY, 0, 0, pack('NN', 1, 0)) . frame(GOAWAY, 0, 0, pack('NN', 3, 0)),
        'an unknown type of frame' => frame(0xBE, 0xFF, 0, 'strange'),
        'an unknown type on a stream' => frame(0xBE, 0xFF, 1, 'strange'),
        'ALTSVC' => frame(10, 0, 0, pack('n', 9) . 'localhosth2="evil.example:443"'),
        'ORIGIN' => frame(12, 0, 0, pack('n', 20) . 'https://evil.example'),
        'a frame longer than allowed' => frame(DATA, 0, 1, str_repeat('x', 16385)),
        'a frame of 16 MiB that is not sent' => frame(DATA, 0, 1, 'x', 0xffffff),
        'reserved bits' => frame(PING, 0xff & ~ACK, 0x80000000, '12345678'),
    ];
    // Stream 1 is the first request's, which is the one that meets the frames on a new connection.
    return array_map(fn (string $bytes): Closure => fn (int $stream): string => $bytes . headers($stream), $frames);
}

/** @return array<string, array{bytes: Closure(int): string, refuses: bool}> */
function scenarios(): array
{
    $scenarios = array_map(fn (Closure $bytes): array => ['bytes' => $bytes, 'refuses' => false], [...responses(), ...connectionFrames()]);
    foreach (ERROR_CODES as $code => $name) {
        $refuses = in_array($name, ['REFUSED_STREAM', 'HTTP_1_1_REQUIRED'], true);
        $reset = fn (int $stream): string => frame(RST_STREAM, 0, $stream, pack('N', $name === 'unknown code' ? 0xdead : $code));
        $goAway = fn (int $last): string => frame(GOAWAY, 0, 0, pack('NN', $last, $name === 'unknown code' ? 0xdead : $code));
        $scenarios += [
            "RST_STREAM $name" => ['bytes' => $reset, 'refuses' => $refuses],
            "headers, then RST_STREAM $name" => ['bytes' => fn (int $stream): string => headers($stream, flags: END_HEADERS) . $reset($stream), 'refuses' => false],
            "response, then RST_STREAM $name" => ['bytes' => fn (int $stream): string => headers($stream) . $reset($stream), 'refuses' => false],
            "GOAWAY $name below the stream" => ['bytes' => fn (int $stream): string => $goAway($stream - 1), 'refuses' => true],
            "GOAWAY $name at the stream" => ['bytes' => $goAway, 'refuses' => false],
            "response, then GOAWAY $name" => ['bytes' => fn (int $stream): string => headers($stream) . $goAway($stream), 'refuses' => false],
        ];
    }
    $sampled = array_filter(array_keys($scenarios), fn (string $name): bool => crc32($name) % SAMPLED === 0);
    return isSample() ? array_intersect_key($scenarios, array_flip($sampled)) : $scenarios;
}

$tally = new Tally();
judgeInChildren($tally, scenarios(), function (): Closure {
    $service = new Service(['tls' => true, 'alpn' => 'h2']);
    return function (array $scenario, string $name) use ($service): array {
        ['bytes' => $bytes, 'refuses' => $refuses] = $scenario;
        // A refused form may be sent again: the service says that it did not process it.
        $times = $refuses ? 3 : 1;
        $ways = [
            'first, then close' => fn (): array => $service->send(null, Peer::raw($bytes(1)), times: $times, refuses: $refuses),
            'second, then close' => fn (): array => $service->send(Peer::mirror(), Peer::raw($bytes(3)), times: $times, refuses: $refuses, isFirstOnConnection: true),
            'first, then open' => fn (): array => $service->send(null, Peer::raw($bytes(1), 'keep'), isImpatient: true, times: $times, refuses: $refuses),
        ];
        $faults = [];
        if (in_array($name, LASTING, true)) {
            unset($ways['first, then open']);
        }
        foreach ($ways as $way => $meet) {
            array_push($faults, ...array_map(fn (string $fault): string => "$way: $fault", $meet()));
        }
        return $faults;
    };
});
$tally->finish();
