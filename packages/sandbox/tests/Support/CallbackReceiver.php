<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests\Support;

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
        $this->process = proc_open([PHP_BINARY, __DIR__ . '/callback-receiver.php', ...$statuses], [['file', '/dev/null', 'r'], ['pipe', 'w'], STDERR], $this->pipes);
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
        return Wait::until(fn () => json_decode((string) fgets($this->pipes[1]), true), 'a callback');
    }

    public function nextStatus(): string
    {
        return json_decode($this->next()['body'], true)['LastNotifiedStatus'];
    }

    public function hasMore(): bool
    {
        return fgets($this->pipes[1]) !== false;
    }
}
