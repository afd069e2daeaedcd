<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests\Support;

use RuntimeException;

/** The command cotp on a terminal of its own, which script(1) makes. */
final class TerminalCommand
{
    private string $output = '';
    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];

    /**
     * @param array<string, string> $environment
     * @param ?string $program runs this on the terminal instead of cotp with $line
     */
    public function __construct(string $line, array $environment, ?string $program = null)
    {
        $provider = (string) getenv('COTP_EXTENSION');
        $option = $provider === '' ? '' : '-d ' . escapeshellarg((str_ends_with($provider, '.php') ? 'auto_prepend_file=' : 'extension=') . $provider);
        $command = $program ?? escapeshellarg(PHP_BINARY) . " $option " . escapeshellarg(__DIR__ . '/../../bin/cotp') . " $line";
        $environment += ['PATH' => (string) getenv('PATH'), 'HOME' => '/nonexistent', 'SHELL' => '/bin/sh', 'TERM' => 'dumb'];
        $process = proc_open(['script', '-qec', "exec $command", '/dev/null'], [['pipe', 'r'], ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes, null, $environment);
        $this->process = $process === false ? throw new RuntimeException('The command does not start.') : $process;
        $this->pipes = $pipes;
    }

    /** Types a text when the terminal shows another one. "\x03" is Ctrl-C, "\x04" the end of the input. */
    public function type(string $question, string $text): void
    {
        while (!str_contains($this->output, $question)) {
            $read = fread($this->pipes[1], 8192);
            $this->output .= $read === false || $read === '' ? throw new RuntimeException("The command ended without \"$question\":\n$this->output") : $read;
        }
        fwrite($this->pipes[0], $text);
    }

    /** @return array{int, string} the exit code, and what the terminal shows */
    public function wait(): array
    {
        $this->output .= stream_get_contents($this->pipes[1]);
        return [proc_close($this->process), str_replace("\r", '', $this->output)];
    }
}
