<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests\Support;

use RuntimeException;

/** The command cotp as a process of its own, without a terminal. */
final class Command
{
    public int $code = -1;
    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];
    private string $output = '';
    private string $errors = '';

    /**
     * @param list<string> $arguments
     * @param list<string> $php options of PHP
     * @param array<string, string> $environment
     * @param ?string $provider of cotp's classes: the extension, or a PHP file; '': none; null: the one in COTP_EXTENSION
     */
    public function __construct(array $arguments, string $key = 'test-key', array $php = [], array $environment = [], string $stdin = '', ?string $provider = null)
    {
        $provider ??= (string) getenv('COTP_EXTENSION');
        $options = $provider === '' ? [] : ['-d', (str_ends_with($provider, '.php') ? 'auto_prepend_file=' : 'extension=') . $provider];
        $environment += ['PCIBOOKING_API_KEY' => $key, 'PATH' => (string) getenv('PATH'), 'HOME' => '/nonexistent'];
        $process = proc_open([PHP_BINARY, ...$options, ...$php, __DIR__ . '/../../bin/cotp', ...$arguments], [$stdin === '' ? ['file', '/dev/null', 'r'] : ['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes, null, $environment);
        $this->process = $process === false ? throw new RuntimeException('The command does not start.') : $process;
        $this->pipes = $pipes;
        if ($stdin !== '') {
            fwrite($pipes[0], $stdin);
            fclose($pipes[0]);
        }
    }

    /** @param list<string> $arguments */
    public static function run(array $arguments, string $key = 'test-key'): self
    {
        return (new self($arguments, $key))->finish();
    }

    /** @param list<string> $arguments */
    public static function withoutExtension(array $arguments): self
    {
        return (new self($arguments, provider: ''))->finish();
    }

    /** Waits until the output contains the text. */
    public function await(string $text): void
    {
        while (!str_contains($this->output, $text)) {
            $line = fgets($this->pipes[1]);
            $this->output .= $line === false ? throw new RuntimeException("The command ended without \"$text\":\n$this->output" . stream_get_contents($this->pipes[2])) : $line;
        }
    }

    /** Waits until standard error contains the text. */
    public function awaitError(string $text): void
    {
        while (!str_contains($this->errors, $text)) {
            $line = fgets($this->pipes[2]);
            $this->errors .= $line === false ? throw new RuntimeException("The command ended without \"$text\":\n$this->errors") : $line;
        }
    }

    public function signal(int $signal): void
    {
        proc_terminate($this->process, $signal);
    }

    public function closeOutput(): void
    {
        fclose($this->pipes[1]);
        unset($this->pipes[1]);
    }

    /** @return int the exit code */
    public function wait(): int
    {
        $this->output .= isset($this->pipes[1]) ? stream_get_contents($this->pipes[1]) : '';
        $this->errors .= stream_get_contents($this->pipes[2]);
        return $this->code = proc_close($this->process);
    }

    public function finish(): self
    {
        $this->wait();
        return $this;
    }

    /** Returns what was written to standard output and standard error. */
    public function output(): string
    {
        return $this->output . $this->errors;
    }

    public function result(): string
    {
        return $this->output;
    }

    public function errors(): string
    {
        return $this->errors;
    }
}
