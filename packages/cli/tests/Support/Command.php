<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests\Support;

use RuntimeException;

/** The command cotp as a process of its own. */
final class Command
{
    public int $code = -1;
    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];
    private string $output = '';

    /**
     * @param list<string> $arguments
     * @param list<string> $php options of PHP
     * @param ?string $provider of cotp's classes: the extension, or a PHP file; null: the one in COTP_EXTENSION
     */
    public function __construct(array $arguments, string $key = 'test-key', array $php = [], ?string $provider = null)
    {
        $provider ??= (string) getenv('COTP_EXTENSION');
        $options = $provider === '' ? [] : ['-d', (str_ends_with($provider, '.php') ? 'auto_prepend_file=' : 'extension=') . $provider];
        $environment = ['PCIBOOKING_API_KEY' => $key, 'PATH' => (string) getenv('PATH')];
        $process = proc_open([PHP_BINARY, ...$options, ...$php, __DIR__ . '/../../bin/cotp', ...$arguments], [['file', '/dev/null', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes, null, $environment);
        $this->process = $process === false ? throw new RuntimeException('The command does not start.') : $process;
        $this->pipes = $pipes;
    }

    /** @param list<string> $arguments */
    public static function run(array $arguments, string $key = 'test-key'): self
    {
        $command = new self($arguments, $key);
        $command->wait();
        return $command;
    }

    /** Waits until the output contains the text. */
    public function await(string $text): void
    {
        while (!str_contains($this->output, $text)) {
            $line = fgets($this->pipes[1]);
            $this->output .= $line === false ? throw new RuntimeException("The command ended without \"$text\":\n$this->output" . stream_get_contents($this->pipes[2])) : $line;
        }
    }

    public function signal(int $signal): void
    {
        proc_terminate($this->process, $signal);
    }

    /** @return int the exit code */
    public function wait(): int
    {
        $this->output .= stream_get_contents($this->pipes[1]) . stream_get_contents($this->pipes[2]);
        return $this->code = proc_close($this->process);
    }

    public function output(): string
    {
        return $this->output;
    }
}
