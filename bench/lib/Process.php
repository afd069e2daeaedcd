<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** A program that this one starts and stops. They communicate through its standard input and output. */
final class Process
{
    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];

    /** @param list<string> $command */
    public function __construct(private readonly array $command, string $errors)
    {
        $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], ['file', $errors, 'a']], $this->pipes);
        $this->process = $process ?: throw new RuntimeException('cannot start ' . $command[0]);
    }

    public function __destruct()
    {
        $this->stop();
    }

    public function pid(): int
    {
        return proc_get_status($this->process)['pid'];
    }

    public function write(string $text): void
    {
        fwrite($this->pipes[0], $text);
        fflush($this->pipes[0]);
    }

    public function readLine(): string
    {
        $line = fgets($this->pipes[1]);
        return $line === false ? throw new RuntimeException(implode(' ', $this->command) . ' ended') : $line;
    }

    /** Closes its input and waits until it has ended by itself. */
    public function finish(): void
    {
        fclose($this->pipes[0]);
        $this->pipes = [1 => $this->pipes[1]];
        stream_get_contents($this->pipes[1]);
        $status = proc_close($this->process);
        $this->pipes = [];
        if ($status !== 0) {
            throw new RuntimeException(implode(' ', $this->command) . " ended with $status");
        }
    }

    public function stop(): void
    {
        if (!is_resource($this->process)) {
            return;
        }
        proc_terminate($this->process);
        array_map('fclose', $this->pipes);
        proc_close($this->process);
    }
}
