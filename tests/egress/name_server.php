<?php
// SPDX-License-Identifier: BSD-3-Clause
/*
 * A name server on a free port of 127.0.0.1, which responds to each query with one address: the last line of its standard
 * input. It ends when its input does.
 */
declare(strict_types=1);

const HEADER_LENGTH = 12;
const TYPE_A = 1;
const RESPONSE = 0x8180;        // with recursion, without an error

function response(string $query, string $address): string
{
    $nameLength = strpos($query, "\0", HEADER_LENGTH) + 1 - HEADER_LENGTH;
    $type = unpack('n', $query, HEADER_LENGTH + $nameLength)[1];
    $records = $type === TYPE_A && $address !== '' ? 1 : 0;
    $record = pack('nnnNn', 0xc000 | HEADER_LENGTH, TYPE_A, 1, 1, 4) . inet_pton($address ?: '0.0.0.0');
    return substr($query, 0, 2) . pack('nnnnn', RESPONSE, 1, $records, 0, 0) . substr($query, HEADER_LENGTH, $nameLength + 4) . ($records ? $record : '');
}

$server = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
echo json_encode(['port' => (int) substr(strrchr(stream_socket_get_name($server, false), ':'), 1)]), "\n";
$address = '';
while (true) {
    [$readable, $writable, $exceptional] = [[STDIN, $server], null, null];
    stream_select($readable, $writable, $exceptional, null);
    if (in_array(STDIN, $readable, true)) {
        if (($line = fgets(STDIN)) === false) {
            exit;
        }
        $address = trim($line);
        echo json_encode(['address' => $address]), "\n";
    }
    if (in_array($server, $readable, true)) {
        $query = stream_socket_recvfrom($server, 1500, 0, $from);
        stream_socket_sendto($server, response($query, $address), 0, $from);
    }
}
