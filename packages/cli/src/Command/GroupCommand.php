<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\UserError;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Completion\CompletionInput;
use Symfony\Component\Console\Completion\CompletionSuggestions;
use Symfony\Component\Console\Completion\Suggestion;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;

/** The first word of commands that have two, such as "cotp ledger unknown": if the second is missing or wrong, it shows which exist. */
final class GroupCommand extends Command
{
    /** @param array<string, string> $commands the second words, and their descriptions */
    public function __construct(private readonly string $group, private readonly array $commands)
    {
        parent::__construct($group);
    }

    protected function configure(): void
    {
        $lines = array_map(fn (string $word, string $text): string => sprintf('  <info>%-26s</info> %s', "cotp $this->group $word", $text), array_keys($this->commands), $this->commands);
        $this->setHidden()->setDescription(implode(', ', array_keys($this->commands)))->setHelp(implode("\n", $lines));
        $this->addArgument('words', InputArgument::IS_ARRAY, implode(', ', array_keys($this->commands)));
        $this->ignoreValidationErrors();
    }

    public function complete(CompletionInput $input, CompletionSuggestions $suggestions): void
    {
        foreach ($input->getArgument('words') === [] || $input->getCompletionValue() === self::first($input) ? $this->commands : [] as $word => $text) {
            $suggestions->suggestValue(new Suggestion($word, $text));
        }
    }

    protected function execute(InputInterface $input, OutputInterface $output): never
    {
        $word = self::first($input);
        $names = implode(', ', array_map(fn (string $name): string => "cotp $this->group $name", array_keys($this->commands)));
        throw new UserError(($word === '' ? "\"cotp $this->group\" needs a second word" : "There is no command \"cotp $this->group $word\"") . ". There are: $names", ExitCode::USAGE);
    }

    private static function first(InputInterface $input): string
    {
        $words = $input->getArgument('words');
        $word = is_array($words) ? reset($words) : false;
        return is_string($word) ? $word : '';
    }
}
