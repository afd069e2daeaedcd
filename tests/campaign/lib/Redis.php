<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

/** Redis that syncs each command to its file before it responds. */
final class Redis implements Broker
{
    private ?Process $server = null;
    private readonly int $port;

    public function __construct(private readonly string $folder)
    {
        $this->port = Process::freePort();
        mkdir("$folder/redis");
    }

    public function start(): void
    {
        $this->server = new Process('redis', [
            'redis-server', '--bind', '127.0.0.1', '--port', (string) $this->port, '--dir', "$this->folder/redis", '--save', '', '--appendonly', 'yes', '--appendfsync', 'always',
        ], [], $this->folder);
        Process::until($this->isReady(...), 'Redis accepts connections');
    }

    public function kill(): void
    {
        $this->server?->end(SIGKILL);
    }

    public function isReady(): bool
    {
        $socket = @stream_socket_client("tcp://127.0.0.1:$this->port", timeout: 1);
        if ($socket === false) {
            return false;
        }
        fwrite($socket, "PING\r\n");
        return fgets($socket) === "+PONG\r\n";
    }

    public function ledgerDsn(): string
    {
        return "sqlite:$this->folder/ledger.db";
    }

    public function address(): string
    {
        return "127.0.0.1:$this->port";
    }
}
