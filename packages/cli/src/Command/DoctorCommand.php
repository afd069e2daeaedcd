<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\Doctor\CallbackCheck;
use CotpCli\Doctor\Certificates;
use CotpCli\Doctor\Installation;
use CotpCli\Doctor\Line;
use CotpCli\Doctor\ServiceChecks;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Formatter\OutputFormatter;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Terminal as ConsoleTerminal;

/** Checks the installation and the connection to the service. It sends no message. */
#[AsCommand('doctor', 'Checks the installation and the connection to the service; sends no message')]
final class DoctorCommand extends Command
{
    private const INDENT = 27;
    private const STYLES = [Line::OK => 'info', Line::WARNING => 'comment', Line::ERROR => 'error'];

    protected function configure(): void
    {
        AccountOptions::addTo($this);
        $this
            ->addOption('callback-url', null, InputOption::VALUE_REQUIRED, 'The URL of your callbacks, without a token')
            ->addOption('offline', null, InputOption::VALUE_NONE, 'Do not call the service')
            ->addOption('json', null, InputOption::VALUE_NONE, 'Write JSON')
            ->setHelp(<<<'HELP'
                Each line is ok, a warning or an error, with what to do. The exit code is 0 without errors, otherwise 1.
                The account is a profile (<info>cotp help profiles</info>), or that of the key in PCIBOOKING_API_KEY at --base-uri.

                  <info>cotp doctor --offline</info>
                  <info>cotp doctor --profile live --callback-url https://hotel.example/cotp</info>
                HELP);
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $lines = Extension::isAvailable() ? $this->lines($input) : [Line::error('cotp', 'the extension is not loaded', Extension::advice())];
        $input->getOption('json') ? $this->writeJson($lines, $output) : $this->write($lines, $output);
        return array_filter($lines, static fn (Line $line): bool => $line->result === Line::ERROR) === [] ? 0 : 1;
    }

    /** @return list<Line> */
    private function lines(InputInterface $input): array
    {
        $account = new AccountOptions($input);
        $caFile = $account->caFile();
        $lines = [...(new Installation())->lines(), (new Certificates($caFile))->line()];
        if (!$input->getOption('offline')) {
            $key = $account->keySource()->isGiven() ? $account->keySource()->key() : null;
            array_push($lines, ...(new ServiceChecks($account->target(), $key, $caFile, $account->wire()))->lines());
            $callbackUrl = self::option($input, 'callback-url');
            $lines = $callbackUrl === null ? $lines : [...$lines, (new CallbackCheck($callbackUrl))->line()];
        }
        return $lines;
    }

    /** @param list<Line> $lines */
    private function write(array $lines, OutputInterface $output): void
    {
        // On a terminal, long lines are broken between words, with the second line below the first.
        $width = $output->isDecorated() ? max(40, (new ConsoleTerminal())->getWidth() - self::INDENT) : PHP_INT_MAX;
        $text = static fn (string $text): string => OutputFormatter::escape(wordwrap($text, $width, "\n" . str_repeat(' ', self::INDENT)));
        foreach ($lines as $line) {
            $style = self::STYLES[$line->result];
            $output->writeln(sprintf('<%s>%-7s</> %-18s %s', $style, $line->result, OutputFormatter::escape($line->subject), $text($line->text)));
            $line->advice === '' || $output->writeln(str_repeat(' ', self::INDENT) . $text($line->advice));
        }
    }

    /** @param list<Line> $lines */
    private function writeJson(array $lines, OutputInterface $output): void
    {
        $output->writeln(json_encode(['lines' => array_map(get_object_vars(...), $lines)], JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR), OutputInterface::OUTPUT_RAW);
    }

    private static function option(InputInterface $input, string $name): ?string
    {
        $value = $input->getOption($name);
        return is_string($value) ? $value : null;
    }
}
