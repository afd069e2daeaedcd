<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

use RuntimeException;

/** A program that writes its output to files, so that nothing has to be read while it runs. */
final class Process
{
    /** @var resource */
    private $process;
    private ?int $exitCode = null;

    /**
     * @param list<string> $command
     * @param array<string, string> $environment additions
     */
    public function __construct(array $command, private string $outputFile, array $environment = [])
    {
        $output = ['file', $outputFile, 'a'];
        $process = proc_open($command, [['file', '/dev/null', 'r'], $output, $output], $pipes, null, $environment + getenv());
        $this->process = $process !== false ? $process : throw new RuntimeException("cannot start $command[0]");
    }

    /** Ends the program even if the run has failed halfway. */
    public function __destruct()
    {
        $this->stop();
    }

    public function output(): string
    {
        return (string) file_get_contents($this->outputFile);
    }

    /** @return ?int the exit code; null as long as the program runs */
    public function exitCode(): ?int
    {
        if ($this->exitCode === null) {
            $status = proc_get_status($this->process);
            $this->exitCode = $status['running'] ? null : ($status['signaled'] ? 128 + $status['termsig'] : $status['exitcode']);
        }
        return $this->exitCode;
    }

    public function signal(int $signal): void
    {
        if ($this->exitCode() === null) {
            proc_terminate($this->process, $signal);
        }
    }

    public function stop(): void
    {
        if (is_resource($this->process)) {
            proc_terminate($this->process);
            proc_close($this->process);
        }
    }
}
