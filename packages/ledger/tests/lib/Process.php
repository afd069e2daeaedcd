<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests\lib;

use RuntimeException;
use UnexpectedValueException;

/** A process of tests/lib/process.php. */
final class Process
{
    /** @var resource */
    private $process;
    /** @var resource */
    private $output;

    /** @param array<string, string> $at see FileService */
    public function __construct(
        string $task,
        Engine $engine,
        private readonly string $folder,
        array $at = [],
        string $wait = '',
        string $key = 'booking-4711/card',
        int $reminder = 1_000_000,
    ) {
        $argument = json_encode([$task, $engine->dsn, $folder, $at, $wait, $key, $reminder], JSON_THROW_ON_ERROR);
        $command = [...Php::command(), __DIR__ . '/process.php', $argument];
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', "$folder/errors", 'a']], $pipes);
        $this->process = is_resource($process) ? $process : throw new RuntimeException('cannot start a process');
        $this->output = is_resource($pipes[1] ?? null) ? $pipes[1] : throw new RuntimeException('the process has no output');
    }

    /** Returns the first line of the output of the process, once it has ended; empty if it was killed. */
    public function awaitEnd(): string
    {
        $line = trim((string) stream_get_contents($this->output));
        proc_close($this->process);
        $errors = (string) file_get_contents("$this->folder/errors");
        return $errors === '' ? $line : throw new RuntimeException($errors);
    }

    /** @return array{string, string, string, array<string, string>, string, string, int} */
    public static function readArgument(string $argument): array
    {
        $values = json_decode($argument, true);
        if (!is_array($values) || count($values) !== 7) {
            throw new UnexpectedValueException('The argument must be made by Process.');
        }
        /** @var array{string, string, string, array<string, string>, string, string, int} */
        return array_values($values);
    }
}
