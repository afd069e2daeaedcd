<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use RuntimeException;
use WeakReference;

/** A program started by the tests. It ends, with its child processes, with this object or with the tests, however they end. */
final class Program
{
    /** @var list<WeakReference<self>> */
    private static array $started = [];
    /** @var resource */
    private $process;
    private string $outputFile;
    /** @var ?array<string, mixed> the status, once the program has ended */
    private ?array $end = null;

    /**
     * @param list<string> $command
     * @param array<string, string> $environment
     */
    public function __construct(private array $command, array $environment = [], private int $stopSignal = SIGKILL)
    {
        self::$started === [] && register_shutdown_function(self::stopAll(...));
        self::$started[] = WeakReference::create($this);
        $this->outputFile = (string) tempnam(sys_get_temp_dir(), 'cotp-site-');
        $files = [['file', '/dev/null', 'r'], ['file', $this->outputFile, 'a'], ['file', $this->outputFile, 'a']];
        // A process group of its own, so that signals also reach its child processes.
        $process = proc_open(['setsid', ...$command], $files, $pipes, null, $environment + getenv());
        $this->process = $process !== false ? $process : throw new RuntimeException("cannot start $command[0]");
    }

    public function __destruct()
    {
        $this->stop();
    }

    public function output(): string
    {
        return (string) @file_get_contents($this->outputFile);
    }

    /** @return list<string> the match of the pattern, once the output contains it */
    public function awaitOutput(string $pattern): array
    {
        return await(function () use ($pattern): ?array {
            if (preg_match($pattern, $this->output(), $match)) {
                return $match;
            }
            return $this->isRunning() ? null : throw new RuntimeException(implode(' ', $this->command) . ' ended: ' . $this->output());
        }, implode(' ', $this->command) . " prints $pattern");
    }

    public function isRunning(): bool
    {
        return is_resource($this->process) && $this->status()['running'];
    }

    /** @return array{int, string} exit status (-1 if killed) and output */
    public function awaitEnd(): array
    {
        $status = await(function (): ?array {
            $status = $this->status();
            return $status['running'] ? null : $status;
        }, implode(' ', $this->command) . ' ends');
        return [$status['signaled'] ? -1 : $status['exitcode'], $this->output()];
    }

    public function signal(int $signal): void
    {
        $status = $this->status();
        if ($status['running']) {
            @posix_kill(-$status['pid'], $signal) || @posix_kill($status['pid'], $signal);        // it may not have its process group yet
        }
    }

    /** Sends a signal to the program, but not to its child processes. */
    public function signalAlone(int $signal): void
    {
        $status = $this->status();
        $status['running'] && posix_kill($status['pid'], $signal);
    }

    /** @return list<int> the process ids of its direct children */
    public function children(): array
    {
        $process = $this->status()['pid'];
        return array_map(intval(...), preg_split('/ /', (string) file_get_contents("/proc/$process/task/$process/children"), flags: PREG_SPLIT_NO_EMPTY));
    }

    public function stop(): void
    {
        if (is_resource($this->process)) {
            $this->signal($this->stopSignal);
            proc_close($this->process);
            @unlink($this->outputFile);
        }
    }

    /** @return array<string, mixed> */
    private function status(): array
    {
        if ($this->end === null) {
            $status = proc_get_status($this->process);
            if ($status['running']) {
                return $status;
            }
            $this->end = $status;
            @posix_kill(-$status['pid'], $this->stopSignal);      // remaining children: at once, before the id can be reused
        }
        return $this->end;
    }

    /** A fatal error skips destructors, but not this function. */
    private static function stopAll(): void
    {
        foreach (array_reverse(self::$started) as $program) {
            $program->get()?->stop();
        }
    }
}
