<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** A scripted service, an egress proxy in front of it, and workers. */
final class EgressScene
{
    public readonly Peer $peer;
    public readonly Egress $egress;

    /**
     * @param array<string, mixed> $peer arguments of Peer::start()
     * @param array<string, string> $changes of the configuration
     * @param string $host under which the egress proxy finds the service
     */
    public function __construct(private readonly string $extension, string $program, string $variant = EgressVariants::PUBLISHED, array $peer = [], array $changes = [], string $host = '127.0.0.1')
    {
        $this->peer = Peer::start(...$peer + ['tls' => true, 'names' => [Egress::HOST], 'default' => Peer::mirror()]);
        $this->egress = EgressVariants::start($program, $variant, "$host:{$this->peer->port}", $this->peer->caFile, $changes);
    }

    public function worker(): LineProcess
    {
        return new LineProcess([PHP_BINARY, '-n', '-d', "extension=$this->extension", __DIR__ . '/../client.php', $this->egress->base(), $this->egress->socket]);
    }

    /** @return array{did: string, id: ?string, text: string} the report of one command of a worker */
    public static function report(LineProcess $worker, string $command): array
    {
        $worker->write($command);
        return $worker->read() ?? throw new RuntimeException('the worker died');
    }

    /** Sends one form with a new worker. */
    public function send(string $name = 'a'): array
    {
        return self::report($this->worker(), "sends $name 1");
    }

    /** Sends a request as it is, and returns the status of the response. */
    public function status(string $path, string $userAgent): int
    {
        $stream = stream_socket_client("unix://{$this->egress->socket}");
        fwrite($stream, "GET $path HTTP/1.1\r\nHost: " . Egress::HOST . "\r\nUser-Agent: $userAgent\r\nConnection: close\r\n\r\n");
        $status = (int) substr((string) fgets($stream), strlen('HTTP/1.1 '), 3);
        fclose($stream);
        return $status;
    }
}
