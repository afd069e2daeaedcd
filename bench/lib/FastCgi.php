<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** One request to php-fpm's socket at a time, as a web server sends it. */
final class FastCgi
{
    private const BEGIN_REQUEST = 1;
    private const END_REQUEST = 3;
    private const PARAMS = 4;
    private const STDIN = 5;
    private const STDOUT = 6;

    public function __construct(private readonly string $socket)
    {
    }

    /** The script's output, headers and all. */
    public function request(string $script, string $query): string
    {
        $connection = stream_socket_client("unix://{$this->socket}", $code, $message, 5.0);
        if (!$connection) {
            throw new RuntimeException("php-fpm: $message");
        }
        $parameters = ['SCRIPT_FILENAME' => $script, 'REQUEST_METHOD' => 'GET', 'QUERY_STRING' => $query,
            'SCRIPT_NAME' => '/' . basename($script), 'SERVER_PROTOCOL' => 'HTTP/1.1', 'GATEWAY_INTERFACE' => 'CGI/1.1'];
        fwrite($connection, self::record(self::BEGIN_REQUEST, pack('nCx5', 1, 0))
            . self::record(self::PARAMS, implode('', array_map(self::pair(...), array_keys($parameters), $parameters)))
            . self::record(self::PARAMS, '') . self::record(self::STDIN, ''));
        $output = self::readOutput($connection);
        fclose($connection);
        return $output;
    }

    private static function record(int $type, string $content): string
    {
        return pack('CCnnCx', 1, $type, 1, strlen($content), 0) . $content;
    }

    private static function pair(string $name, string $value): string
    {
        return pack('NN', strlen($name) | 0x80000000, strlen($value) | 0x80000000) . $name . $value;
    }

    /** @param resource $connection */
    private static function readOutput($connection): string
    {
        $output = '';
        do {
            $header = unpack('Cversion/Ctype/nid/nlength/Cpadding', self::readExactly($connection, 8));
            $content = self::readExactly($connection, $header['length'] + $header['padding']);
            if ($header['type'] === self::STDOUT) {
                $output .= substr($content, 0, $header['length']);
            }
        } while ($header['type'] !== self::END_REQUEST);
        return $output;
    }

    /** @param resource $connection */
    private static function readExactly($connection, int $length): string
    {
        $data = '';
        while (strlen($data) < $length) {
            $more = fread($connection, $length - strlen($data));
            if ($more === false || $more === '') {
                throw new RuntimeException('php-fpm closed the connection');
            }
            $data .= $more;
        }
        return $data;
    }
}
