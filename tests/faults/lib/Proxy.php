<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** The process proxy.php in front of a peer. Each command is finished when its method returns. */
final class Proxy
{
    public readonly int $port;
    private readonly LineProcess $process;

    public function __construct(Peer $peer)
    {
        $sockets = PHP_EXTENSION_DIR . '/sockets.' . PHP_SHLIB_SUFFIX;
        $command = [PHP_BINARY, '-n', ...is_file($sockets) ? ['-d', "extension=$sockets"] : [], __DIR__ . '/../proxy.php', "tcp://127.0.0.1:$peer->port"];
        $this->process = new LineProcess($command);
        $this->port = $this->read()['port'];
    }

    /** Arms the fault. The bytes of open connections are counted from now on. */
    public function arm(string $way, int $at, string $kind, bool $always): void
    {
        $this->ask(['do' => 'arm', 'fault' => compact('way', 'at', 'kind', 'always')]);
    }

    /** Counts bytes from now on, without a fault. */
    public function mark(): void
    {
        $this->ask(['do' => 'arm', 'fault' => null]);
    }

    /**
     * Removes the fault.
     * @return array{hit: list<array<string, mixed>>, main: ?array<string, mixed>} the connections with the fault, and
     *     the first of them, or else the oldest: "number"; "base", where the attempt began; "seen", all bytes since it was
     *     opened; "spoiltAt", the first byte on the way down that was changed or not passed on, if any
     */
    public function disarm(): array
    {
        $accounts = $this->ask(['do' => 'disarm']);
        $decoded = fn (array $account): array => ['seen' => array_map(base64_decode(...), $account['seen'])] + $account;
        return ['hit' => array_map($decoded, $accounts['hit']), 'main' => $accounts['main'] ? $decoded($accounts['main']) : null];
    }

    /** Ends the open connections to the client, and then to the peer. */
    public function end(string $how): void
    {
        $this->ask(['do' => 'end', 'how' => $how]);
    }

    public function listen(string $how): void
    {
        $this->ask(['do' => 'listen', 'how' => $how]);
    }

    /** Returns when all bytes that the peer sent before were passed on. */
    public function passOn(): void
    {
        $this->ask(['do' => 'nothing']);
    }

    /** Waits until all connections are closed. */
    public function finish(): void
    {
        $this->ask(['do' => 'finish']);
    }

    /**
     * @param array<string, mixed> $command
     * @return array<string, mixed>
     */
    private function ask(array $command): array
    {
        $this->process->write(json_encode($command, JSON_THROW_ON_ERROR));
        return $this->read();
    }

    /** @return array<string, mixed> */
    private function read(): array
    {
        return $this->process->read() ?? throw new RuntimeException('the proxy does not respond');
    }
}
