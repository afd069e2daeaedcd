<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests\Support;

use RuntimeException;

/** A sandbox of its own for a test. */
final class Sandbox
{
    private const PROGRAM = __DIR__ . '/../../../sandbox/bin/cotp-sandbox';
    private const START_SECONDS = 30;

    public readonly string $origin;
    /** @var resource */
    private $process;

    /** @param list<string> $options */
    public function __construct(array $options = [])
    {
        $pipes = [];
        $process = proc_open([PHP_BINARY, self::PROGRAM, ...$options], [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes);
        if ($process === false) {
            throw new RuntimeException('The sandbox does not start.');
        }
        $this->process = $process;
        stream_set_timeout($pipes[1], self::START_SECONDS);
        $this->origin = preg_match('~http://[0-9.:]+~', (string) fgets($pipes[1]), $match) === 1 ? $match[0] : throw new RuntimeException('The sandbox does not start.');
    }

    public function stop(): void
    {
        proc_terminate($this->process);
        proc_close($this->process);
    }

    /**
     * Returns one member of each element of a list, of one account.
     * @return list<string>
     */
    public function column(string $path, string $name, string $key): array
    {
        $context = stream_context_create(['http' => ['header' => "Authorization: APIKEY $key"]]);
        $list = json_decode((string) file_get_contents($this->origin . $path, false, $context), true);
        $values = array_map(static fn (mixed $element): mixed => is_array($element) ? $element[$name] ?? null : null, is_array($list) ? $list : []);
        return array_values(array_filter($values, is_string(...)));
    }

    /**
     * Returns the addresses to which messages of an account were sent.
     * @return list<string>
     */
    public function recipients(string $key): array
    {
        return $this->column('/outbox.json', 'to', $key);
    }

    /** Returns how many requests for an operation arrived. */
    public function received(string $operation, string $key): int
    {
        $context = stream_context_create(['http' => ['header' => "Authorization: APIKEY $key"]]);
        $counters = json_decode((string) file_get_contents("$this->origin/sandbox/stats.json", false, $context), true);
        $counter = is_array($counters) ? $counters[$operation] ?? null : null;
        return is_array($counter) && is_int($counter['received']) ? $counter['received'] : 0;
    }

    /** Waits until more requests for an operation have arrived than before. */
    public function awaitRequest(string $operation, int $before, string $key): void
    {
        $end = microtime(true) + self::START_SECONDS;
        while ($this->received($operation, $key) <= $before) {
            microtime(true) < $end || throw new RuntimeException("No request for the operation $operation was received.");
        }
    }

    /** @param array<string, mixed> $fault */
    public function fault(array $fault, string $key): void
    {
        $this->post('/sandbox/faults', $fault, $key);
    }

    /** Lets the statuses of magic addresses follow each other at once. */
    public function advanceClock(int $seconds): void
    {
        $this->post('/sandbox/clock', ['advance' => $seconds], 'any-key');
    }

    /** @param array<string, mixed> $body */
    private function post(string $path, array $body, string $key): void
    {
        file_get_contents($this->origin . $path, false, stream_context_create(['http' => [
            'method' => 'POST', 'content' => json_encode($body), 'header' => ['Content-Type: application/json', "Authorization: APIKEY $key"], 'ignore_errors' => true,
        ]]));
    }
}
