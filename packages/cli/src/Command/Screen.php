<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\ClosedPipe;
use Symfony\Component\Console\Formatter\OutputFormatter;
use Symfony\Component\Console\Output\ConsoleOutputInterface;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Output\StreamOutput;

/** What a command writes: its result to standard output, as lines or as JSON, and progress to standard error. */
final readonly class Screen
{
    public function __construct(private OutputInterface $output, public bool $isJson)
    {
    }

    /**
     * @param array<string, mixed> $data the result for programs
     * @param array<string, string|null> $facts the result for persons: heading => text; null is left out
     */
    public function result(array $data, array $facts): void
    {
        if ($this->isJson) {
            $this->json($data, JSON_PRETTY_PRINT);
            return;
        }
        foreach ($facts as $heading => $text) {
            $text === null || $this->put(sprintf('<info>%-12s</info> %s', $heading, self::plain($text)));
        }
    }

    /** @param array<string, mixed> $data */
    public function json(array $data, int $flags = 0): void
    {
        // Everything but ASCII is escaped, so that a terminal shows what it is.
        $this->put(OutputFormatter::escape(json_encode($data, $flags | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR)));
    }

    /** @param array<string, mixed> $data an error as JSON */
    public function error(array $data): void
    {
        $this->json(['error' => $data], JSON_PRETTY_PRINT);
    }

    public function line(string $text): void
    {
        $this->put(self::plain($text));
    }

    public function progress(string $text): void
    {
        $this->errors()->writeln(self::plain($text));
    }

    /** @param array<string, string|null> $facts as for result() */
    public function progressFacts(array $facts): void
    {
        foreach ($facts as $heading => $text) {
            $text === null || $this->errors()->writeln(sprintf('<info>%-12s</info> %s', $heading, self::plain($text)));
        }
    }

    /** Standard error, also for questions: standard output has the result alone. */
    public function errors(): OutputInterface
    {
        return $this->output instanceof ConsoleOutputInterface ? $this->output->getErrorOutput() : $this->output;
    }

    /** Makes a text of the service harmless: without control characters, which a terminal would obey, and without tags. */
    private static function plain(string $text): string
    {
        return OutputFormatter::escape((string) preg_replace('/[\x00-\x1f\x7f]|\xc2[\x80-\x9f]/', '?', $text));
    }

    /** @throws ClosedPipe when nobody reads any more */
    private function put(string $text): void
    {
        if (!$this->output instanceof StreamOutput || $this->output->isQuiet()) {
            $this->output->writeln($text);
            return;
        }
        if (@fwrite($this->output->getStream(), $this->output->getFormatter()->format($text) . "\n") === false) {
            throw new ClosedPipe('The output was closed.');
        }
    }
}
