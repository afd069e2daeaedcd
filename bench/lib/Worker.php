<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** A peer in a process of its own, which obeys commands: see worker.php. */
final class Worker
{
    private readonly Process $process;

    public function __construct(Tools $tools, private readonly string $peer, string $base, string $caFile, string $errors)
    {
        $this->process = new Process($tools->workerCommand($peer, $base, $caFile), $errors);
    }

    /** @return list<float> microseconds */
    public function ask(string $command): array
    {
        $this->process->write("$command\n");
        $response = json_decode($this->process->readLine(), true)
            ?? throw new RuntimeException("{$this->peer} did not respond \"$command\"");
        return $response['microseconds'] ?? [];
    }

    /** Seconds of processor time so far, of user and kernel. The kernel counts hundredths. */
    public function cpuSeconds(): float
    {
        $fields = explode(' ', substr(strrchr(file_get_contents("/proc/{$this->process->pid()}/stat"), ')'), 2));
        return ((int) $fields[11] + (int) $fields[12]) / 100;
    }

    /** The most memory that it ever had, in MiB. */
    public function peakMebibytes(): float
    {
        preg_match('/^VmHWM:\s+(\d+) kB/m', file_get_contents("/proc/{$this->process->pid()}/status"), $match);
        return (int) $match[1] / 1024;
    }

    public function stop(): void
    {
        $this->process->stop();
    }
}
