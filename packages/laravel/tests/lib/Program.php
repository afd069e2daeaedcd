<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\lib;

use Cotp\Ledger\Tests\lib\Wait;
use RuntimeException;

/** A program that runs beside the test: the sandbox, a web server, or a worker. It ends with the object. */
final class Program
{
    /** @var resource|null */
    private $process;

    /**
     * @param list<string> $command
     * @param array<string, string> $environment
     */
    public function __construct(array $command, private readonly string $log, array $environment = [])
    {
        $process = proc_open(['setpriv', '--pdeathsig=KILL', ...$command], [['file', '/dev/null', 'r'], ['file', $log, 'a'], ['file', $log, 'a']], $pipes, null, $environment + getenv());
        $this->process = is_resource($process) ? $process : throw new RuntimeException("cannot start $command[0]");
    }

    /** Returns the URL that the program prints when it listens. */
    public function url(): string
    {
        return Wait::until(function (): ?string {
            if (preg_match('~(http://127\.0\.0\.1:\d+)\S*\)? ?(?:started)?$~m', $this->output(), $match) === 1) {
                return $match[1];
            }
            return $this->isRunning() ? null : throw new RuntimeException('The program ended: ' . $this->output());
        }, 'the program prints its address');
    }

    public function output(): string
    {
        return (string) file_get_contents($this->log);
    }

    public function isRunning(): bool
    {
        return $this->process !== null && proc_get_status($this->process)['running'];
    }

    public function signal(int $signal): void
    {
        $this->process === null || proc_terminate($this->process, $signal);
    }

    /** Ends the program at once. */
    public function kill(int $signal = SIGKILL): void
    {
        if ($this->process !== null) {
            proc_terminate($this->process, $signal);
            proc_close($this->process);
            $this->process = null;
        }
    }

    public function __destruct()
    {
        $this->kill(SIGTERM);
    }
}
