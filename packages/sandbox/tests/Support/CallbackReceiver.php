<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests\Support;

use RuntimeException;

/** The site's callback endpoint, in a process of its own. */
final class CallbackReceiver
{
    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];
    public readonly string $url;

    public function __construct(string ...$statuses)
    {
        $command = [PHP_BINARY, __DIR__ . '/callback-receiver.php', ...array_values($statuses)];
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], STDERR], $this->pipes);
        $this->process = $process !== false ? $process : throw new RuntimeException('the receiver did not start');
        $this->url = 'http://' . trim((string) fgets($this->pipes[1])) . '/cotp?cotp=v1.k1.a~b';
        stream_set_blocking($this->pipes[1], false);
    }

    public function __destruct()
    {
        proc_terminate($this->process, SIGKILL);
        proc_close($this->process);
    }

    /** @return array{head: string, body: string} the next callback */
    public function next(): array
    {
        $line = Wait::until(fn (): string|false => fgets($this->pipes[1]), 'a callback');
        /** @var array{head: string, body: string} */
        return json_decode($line, true);
    }

    /** @return array<string, string> the body of the next callback */
    public function nextBody(): array
    {
        /** @var array<string, string> */
        return json_decode($this->next()['body'], true);
    }

    public function nextStatus(): string
    {
        return $this->nextBody()['LastNotifiedStatus'];
    }

    public function hasMore(): bool
    {
        return fgets($this->pipes[1]) !== false;
    }
}
