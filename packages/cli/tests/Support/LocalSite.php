<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests\Support;

use RuntimeException;

/** A site on this machine that receives callbacks. */
final class LocalSite
{
    private const SECONDS = 30;

    public readonly string $url;
    /** @var resource */
    private $server;

    public function __construct()
    {
        $server = stream_socket_server('tcp://127.0.0.1:0');
        $this->server = $server === false ? throw new RuntimeException('The site does not start.') : $server;
        $this->url = 'http://' . stream_socket_get_name($this->server, false) . '/cotp';
    }

    /** @return resource a connection with a callback that gets no response */
    public function accept()
    {
        return stream_socket_accept($this->server, self::SECONDS) ?: throw new RuntimeException('No callback was received.');
    }

    /**
     * Waits for a callback and responds to it.
     * @return array{string, string} its path with the query, and its body
     */
    public function respond(int $status = 204): array
    {
        $connection = $this->accept();
        $path = explode(' ', (string) fgets($connection))[1] ?? '';
        $length = 0;
        while (($line = trim((string) fgets($connection))) !== '') {
            $length = preg_match('/^content-length: (\d+)$/i', $line, $match) === 1 ? (int) $match[1] : $length;
        }
        $body = (string) stream_get_contents($connection, $length);
        fwrite($connection, "HTTP/1.1 $status Status\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        fclose($connection);
        return [$path, $body];
    }
}
