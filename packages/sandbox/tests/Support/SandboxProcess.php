<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests\Support;

use PHPUnit\Framework\Assert;
use RuntimeException;

/** A real bin/cotp-sandbox, as a user starts it. */
final class SandboxProcess
{
    private const PROGRAM = __DIR__ . '/../../bin/cotp-sandbox';

    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];
    public readonly string $origin;

    /**
     * @param list<string> $arguments
     * @param array<string, string> $environment
     */
    public function __construct(array $arguments, private string $errorFile, array $environment = [], string $program = self::PROGRAM)
    {
        $command = [PHP_BINARY, $program, ...$arguments];
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', $errorFile, 'a']], $this->pipes, null, $environment + getenv());
        $this->process = $process !== false ? $process : throw new RuntimeException('the sandbox did not start');
        $line = (string) fgets($this->pipes[1]);
        if (!preg_match('~^cotp-sandbox listening on (http://127\.0\.0\.1:\d+)$~D', rtrim($line, "\n"), $match)) {
            throw new RuntimeException("the sandbox did not start: $line" . file_get_contents($errorFile));
        }
        $this->origin = $match[1];
    }

    /** Stops the process even if a test has failed halfway. */
    public function __destruct()
    {
        if (is_resource($this->process)) {
            $this->stop();
        }
    }

    /** @return list<int> the process ids of the workers and the courier */
    public function children(): array
    {
        $id = proc_get_status($this->process)['pid'];
        return array_map('intval', array_values(array_filter(explode(' ', (string) file_get_contents("/proc/$id/task/$id/children")))));
    }

    /** @param list<int> $processes */
    public static function noneLives(array $processes): bool
    {
        return array_filter($processes, static fn (int $id): bool => posix_kill($id, 0)) === [];
    }

    public function errors(): string
    {
        return (string) file_get_contents($this->errorFile);
    }

    /** @return int the exit code, -1 if a signal ended the process */
    public function stop(int $signal = SIGTERM): int
    {
        proc_terminate($this->process, $signal);
        return proc_close($this->process);
    }

    /** @return int the exit code, once the process has ended by itself */
    public function awaitEnd(): int
    {
        $status = Wait::until(function (): ?array {
            $status = proc_get_status($this->process);
            return $status['running'] ? null : $status;
        }, 'the end');
        return $status['exitcode'];
    }

    /** @param list<string> $headers */
    public function request(string $method, string $path, array $headers = [], string $body = ''): Reply
    {
        return $this->requestOrNothing($method, $path, $headers, $body) ?? Assert::fail("$method $path: no response");
    }

    /**
     * @param list<string> $headers
     * @return ?Reply null if the connection was closed without a response
     */
    public function requestOrNothing(string $method, string $path, array $headers = [], string $body = ''): ?Reply
    {
        $connection = new Connection($this->origin);
        $connection->request($method, $path, [...$headers, 'Connection: close'], $body);
        return $connection->replyOrNothing();
    }

    /** @param array<string, mixed> $body */
    public function control(string $path, array $body = []): Reply
    {
        return $this->request('POST', "/sandbox/$path", [], json_encode($body, JSON_FORCE_OBJECT | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR));
    }
}
