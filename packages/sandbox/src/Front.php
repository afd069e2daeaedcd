<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use Closure;

/**
 * The server that clients connect to, in front of PHP's built-in one: it keeps connections alive, delays responses,
 * and closes a connection without a response if a fault requires it. The built-in server can do none of this.
 */
final class Front
{
    private const LONGEST_WAIT = 1.0;

    /** @var array<int, Client> */
    private array $clients = [];
    /** @var list<array{Client, WireRequest}> */
    private array $waiting = [];
    private bool $isStopping = false;

    /**
     * @param resource $listener
     * @param list<Worker> $workers
     * @param Closure(): void $responded called after every response of a worker
     */
    public function __construct(private mixed $listener, private array $workers, private Closure $responded)
    {
        stream_set_blocking($listener, false);
    }

    public function run(): void
    {
        while (!$this->isStopping) {
            $this->turn();
        }
    }

    /** Safe to call from a signal handler. */
    public function stop(): void
    {
        $this->isStopping = true;
    }

    private function turn(): void
    {
        [$readable, $writable] = $this->streams();
        $none = null;
        $wait = $this->secondsToWait();
        // A signal ends the wait with a warning. Ctrl-C also ends the workers, which is not an error then.
        if (@stream_select($readable, $writable, $none, (int) $wait, (int) (fmod($wait, 1.0) * 1e6)) === false || $this->isStopping) {
            return;
        }
        if (in_array($this->listener, $readable, true)) {
            $this->accept();
        }
        foreach ($this->workers as $worker) {
            $this->serveWorker($worker, $readable, $writable);
        }
        foreach ($this->clients as $client) {
            $this->serveClient($client, $readable, $writable);
        }
        $this->clients = array_filter($this->clients, static fn (Client $client): bool => !$client->isClosed);
        $this->dispatch();
    }

    /** @return array{list<resource>, list<resource>} to read from, to write to */
    private function streams(): array
    {
        $readable = [$this->listener];
        $writable = [];
        foreach ($this->workers as $worker) {
            $readable[] = $worker->log;
            if ($worker->connection !== null) {
                $readable[] = $worker->connection;
                if ($worker->hasToSend()) {
                    $writable[] = $worker->connection;
                }
            }
        }
        foreach ($this->clients as $client) {
            $readable[] = $client->stream;
            if ($client->hasToSend()) {
                $writable[] = $client->stream;
            }
        }
        return [$readable, $writable];
    }

    private function secondsToWait(): float
    {
        $wait = self::LONGEST_WAIT;
        foreach ($this->clients as $client) {
            $wait = min($wait, $client->secondsDelayed() ?? $wait);
        }
        return $wait;
    }

    private function accept(): void
    {
        while (($stream = @stream_socket_accept($this->listener, 0)) !== false) {
            $this->clients[(int) $stream] = new Client($stream);
        }
    }

    /**
     * @param list<resource> $readable
     * @param list<resource> $writable
     */
    private function serveWorker(Worker $worker, array $readable, array $writable): void
    {
        if ($worker->connection !== null && in_array($worker->connection, $writable, true)) {
            $worker->send();
        }
        if ($worker->connection !== null && in_array($worker->connection, $readable, true) && $worker->receive()) {
            ($this->responded)();
        }
        if (in_array($worker->log, $readable, true)) {
            $worker->readLog();
        }
    }

    /**
     * @param list<resource> $readable
     * @param list<resource> $writable
     */
    private function serveClient(Client $client, array $readable, array $writable): void
    {
        $client->release();
        if (!$client->isClosed && in_array($client->stream, $writable, true)) {
            $client->send();
        }
        if (!$client->isClosed && in_array($client->stream, $readable, true)) {
            $client->receive();
        }
        $request = $client->next();
        if ($request !== null) {
            $this->waiting[] = [$client, $request];
        }
    }

    /** Passes waiting requests to idle workers, except those whose client has closed the connection. */
    private function dispatch(): void
    {
        foreach ($this->workers as $worker) {
            while ($worker->client === null && $this->waiting !== []) {
                [$client, $request] = array_shift($this->waiting);
                if (!$client->isClosed) {
                    $worker->begin($client, $request);
                }
            }
        }
    }
}
