<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\AtomicFile;
use CotpCli\Probe\Candidates;
use CotpCli\Report\WireFile;
use CotpCli\Sample\Mapping;
use CotpCli\Sample\NameMapper;
use CotpCli\Sample\Sample;
use CotpCli\UserError;
use Symfony\Component\Console\Formatter\OutputFormatter;
use Symfony\Component\Console\Style\SymfonyStyle;

/** Maps a sample to wire entries, without the network. */
final readonly class SampleRun
{
    private const NEITHER = 'neither';

    public function __construct(private Terminal $terminal)
    {
    }

    /** @throws UserError when the sample cannot be read or nothing in it is known */
    public function run(string $file, string $folder, SymfonyStyle $io): int
    {
        $mapping = new Mapping(new NameMapper(), fn (string $name, array $keys): ?string => $this->ask($name, $keys, $io));
        $mapping->map(Sample::read($file));
        $wire = $this->ordered($mapping->wire);
        foreach ($wire as $key => $value) {
            $io->writeln(sprintf('  <info>%-22s</info> %s', $key, OutputFormatter::escape($value)));
        }
        foreach ($mapping->open as $name => $keys) {
            $io->writeln('  <comment>' . OutputFormatter::escape($name) . '</comment> is not mapped' . ($keys === [] ? '.' : ': it may be ' . implode(' or ', $keys) . '.'));
        }
        if ($wire === []) {
            throw new UserError("No name in $file is known.");
        }
        if (!is_dir($folder) && !@mkdir($folder, 0700, true)) {
            throw new UserError("The folder $folder cannot be created.");
        }
        AtomicFile::writeJson("$folder/cotp-wire.json", Extension::isAvailable() ? WireFile::accepted($wire) : $wire);
        $io->writeln(['', '  ' . OutputFormatter::escape("$folder/cotp-wire.json") . ' is what the sample says; it was not tried. With a staging account: cotp probe --wire ' . OutputFormatter::escape("$folder/cotp-wire.json") . ' …']);
        return 0;
    }

    /** @param list<string> $keys */
    private function ask(string $name, array $keys, SymfonyStyle $io): ?string
    {
        if (!$this->terminal->isInteractive()) {
            return null;
        }
        $choice = $io->choice("What is $name?", [...$keys, self::NEITHER], self::NEITHER);
        return is_string($choice) && in_array($choice, $keys, true) ? $choice : null;
    }

    /**
     * @param array<string, string> $wire
     * @return array<string, string> in the order of the table
     */
    private function ordered(array $wire): array
    {
        $order = array_fill_keys(Candidates::load()->keys(), '');
        return array_intersect_key([...$order, ...$wire], $wire);
    }
}
