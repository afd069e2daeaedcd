<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\campaign;

use Cotp\Laravel\Tests\lib\Program;
use Cotp\Ledger\Tests\lib\Wait;
use RuntimeException;

/** A Redis that has written what it confirmed, reachable only through its Unix socket. */
final readonly class RedisServer
{
    public string $socket;

    public function __construct(private string $folder)
    {
        mkdir($folder, 0755) || throw new RuntimeException("cannot create $folder");
        $this->socket = "$folder/socket";
    }

    /** Starts the server with the data that are there, and waits until it has read them. */
    public function start(): Program
    {
        @unlink($this->socket);
        $program = new Program(
            ['redis-server', '--port', '0', '--unixsocket', $this->socket, '--dir', $this->folder, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
            "$this->folder/log",
        );
        Wait::until(function () use ($program): bool {
            $program->isRunning() || throw new RuntimeException('Redis ended: ' . $program->output());
            $connection = @stream_socket_client("unix://$this->socket", timeout: 1);
            if ($connection === false) {
                return false;
            }
            fwrite($connection, "PING\r\n");
            return str_starts_with((string) fgets($connection), '+PONG');
        }, 'Redis responds');
        return $program;
    }
}
