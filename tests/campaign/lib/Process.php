<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

use RuntimeException;

/** A program of the campaign. It is killed when the campaign ends, however it ends. */
final class Process
{
    /** @var resource */
    private $process;
    /** @var resource */
    public readonly mixed $input;
    private readonly string $output;
    private readonly string $errors;

    /**
     * @param list<string> $command
     * @param array<string, string> $variables
     */
    public function __construct(public readonly string $name, array $command, array $variables, string $folder)
    {
        $this->output = "$folder/$name.out";
        $this->errors = "$folder/$name.log";
        file_put_contents($this->output, '');
        $process = proc_open(
            ['setpriv', '--pdeathsig=KILL', ...$command], [['pipe', 'r'], ['file', $this->output, 'a'], ['file', $this->errors, 'a']], $pipes, $folder, $variables + getenv(),
        );
        $this->process = is_resource($process) ? $process : throw new RuntimeException("cannot start $name");
        $this->input = $pipes[0];
    }

    public function __destruct()
    {
        $this->end(SIGKILL);
    }

    public function isRunning(): bool
    {
        return is_resource($this->process) && proc_get_status($this->process)['running'];
    }

    public function signal(int $signal): void
    {
        is_resource($this->process) && proc_terminate($this->process, $signal);
    }

    /** Sends the signal, and waits for the end. */
    public function end(int $signal): void
    {
        if (is_resource($this->process)) {
            proc_terminate($this->process, $signal);
            proc_close($this->process);
        }
    }

    /** Waits for the end, and returns the status. */
    public function await(): int
    {
        fclose($this->input);
        return proc_close($this->process);
    }

    public function output(): string
    {
        return (string) file_get_contents($this->output);
    }

    public function log(): string
    {
        return $this->output() . (string) @file_get_contents($this->errors);
    }

    /**
     * Waits until the condition returns a value that is true.
     *
     * @template T
     * @param \Closure(): T $condition
     * @return T
     */
    public static function until(\Closure $condition, string $what, float $seconds = 60): mixed
    {
        for ($end = hrtime(true) + $seconds * 1e9; hrtime(true) < $end; usleep(20_000)) {
            $result = $condition();
            if ($result) {
                return $result;
            }
        }
        throw new RuntimeException("It did not happen within $seconds seconds that $what.");
    }

    public static function freePort(): int
    {
        $server = stream_socket_server('tcp://127.0.0.1:0') ?: throw new RuntimeException('no free port');
        $name = (string) stream_socket_get_name($server, false);
        fclose($server);
        return (int) substr($name, (int) strrpos($name, ':') + 1);
    }
}
