<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use Symfony\Component\Console\Formatter\OutputFormatter;
use Symfony\Component\Console\Output\OutputInterface;

/** What the user sees of a run. */
final readonly class Console
{
    public function __construct(private OutputInterface $output)
    {
    }

    public function section(string $title): void
    {
        $this->output->writeln(['', '<info>' . OutputFormatter::escape($title) . '</info>']);
    }

    public function line(string $text): void
    {
        $this->output->writeln('  ' . OutputFormatter::escape($text));
    }

    public function warning(string $text): void
    {
        $this->output->writeln('  <comment>' . OutputFormatter::escape($text) . '</comment>');
    }

    /** Shows a line that the next one replaces, if the output is a terminal. */
    public function progress(string $text): void
    {
        if ($this->output->isDecorated()) {
            $this->output->write("\r\033[K  " . OutputFormatter::escape($text));
        }
    }

    public function endProgress(): void
    {
        if ($this->output->isDecorated()) {
            $this->output->write("\r\033[K");
        }
    }
}
