<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

// Receives callbacks: prints its port, then each request as a line of JSON. Responds with the statuses of the command line, then 200.

$statuses = array_slice($argv, 1);
$listener = stream_socket_server('tcp://127.0.0.1:0') ?: throw new RuntimeException('no port is free');
echo stream_socket_get_name($listener, false), "\n";
while (($stream = @stream_socket_accept($listener, -1)) !== false) {
    $head = '';
    while (!str_ends_with($head, "\r\n\r\n") && ($byte = fread($stream, 1)) !== '' && $byte !== false) {
        $head .= $byte;
    }
    $length = preg_match('/^Content-Length: (\d+)/mi', $head, $match) ? (int) $match[1] : 0;
    $body = $length > 0 ? (string) stream_get_contents($stream, $length) : '';
    $status = array_shift($statuses) ?? '200';
    $extra = str_starts_with($status, '3') ? 'Location: http://' . stream_socket_get_name($listener, false) . "/elsewhere\r\n" : '';
    fwrite($stream, "HTTP/1.1 $status Response\r\n{$extra}Content-Length: 0\r\nConnection: close\r\n\r\n");
    fclose($stream);
    echo json_encode(['head' => $head, 'body' => $body]), "\n";
}
