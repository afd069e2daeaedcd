<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli;

use CotpCli\Command as Commands;
use CotpCli\Command\CommandWords;
use CotpCli\Command\Screen;
use CotpCli\Command\Terminal;
use CotpCli\Command\UsageError;
use Symfony\Component\Console\Application as ConsoleApplication;
use Symfony\Component\Console\Completion\CompletionInput;
use Symfony\Component\Console\Completion\CompletionSuggestions;
use Symfony\Component\Console\Completion\Suggestion;
use Symfony\Component\Console\Exception\ExceptionInterface as ConsoleException;
use Symfony\Component\Console\Input\ArgvInput;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\ConsoleOutput;
use Symfony\Component\Console\Output\OutputInterface;
use Throwable;

/** The command cotp. */
final class Application extends ConsoleApplication
{
    private ?Screen $jsonScreen = null;

    public function __construct(Terminal $terminal = new Terminal())
    {
        parent::__construct('cotp', '0.1.0');
        $this->setCatchErrors();
        $this->addCommands([
            new Commands\ProbeCommand($terminal),
            new Commands\DoctorCommand(),
            new Commands\ProfilesCommand(),
            new Commands\SendCommand($terminal),
            new Commands\ShowCommand(),
            new Commands\WaitCommand(),
            new Commands\CancelCommand(),
            new Commands\RetentionGetCommand(),
            new Commands\RetentionSetCommand(),
            new Commands\RetentionDeleteCommand(),
            new Commands\CallbackUrlCommand(),
            new Commands\CallbackVerifyCommand(),
            new Commands\CallbackTriggerCommand(),
            new Commands\ListenCommand(),
            new Commands\LedgerUnknownCommand($terminal),
            new Commands\LedgerReconcileCommand($terminal),
            new Commands\LedgerRemindCommand($terminal),
            new Commands\LedgerForgetCommand($terminal),
            new Commands\SandboxCommand(),
        ]);
        $groups = [];
        foreach ($this->all() as $name => $command) {
            [$group, $word] = explode(':', $name, 2) + [1 => ''];
            $word === '' || $groups[$group][$word] = (string) $command->getDescription();
        }
        foreach ($groups as $group => $words) {
            $this->add(new Commands\GroupCommand($group, $words));
        }
    }

    public function run(?InputInterface $input = null, ?OutputInterface $output = null): int
    {
        $words = is_array($_SERVER['argv'] ?? null) ? array_values(array_filter($_SERVER['argv'], is_string(...))) : [];
        $input ??= new ArgvInput(CommandWords::joined($words, $this->has(...)));
        $output ??= new ConsoleOutput();
        $this->jsonScreen = $input->hasParameterOption('--json', true) ? new Screen($output, true) : null;
        return parent::run($input, $output);
    }

    /** A wrong command line is an error as any other: one sentence, with the command that helps. */
    public function doRun(InputInterface $input, OutputInterface $output): int
    {
        try {
            $input->bind($this->getDefinition());
        } catch (ConsoleException) {
            // The command has more options. It binds them itself.
        }
        $name = $this->getCommandName($input);
        try {
            $name = $name === null ? null : $this->find($name)->getName();       // else the console would ask whether to run a similar one
            return parent::doRun($input, $output);
        } catch (ConsoleException $fault) {
            throw UsageError::of($fault, $name);
        }
    }

    /** Suggests the first words of commands. Those of the second words are of GroupCommand. */
    public function complete(CompletionInput $input, CompletionSuggestions $suggestions): void
    {
        if ($input->getCompletionType() !== CompletionInput::TYPE_ARGUMENT_VALUE || $input->getCompletionName() !== 'command') {
            parent::complete($input, $suggestions);
            return;
        }
        foreach ($this->all() as $name => $command) {
            if (!str_contains($name, ':') && (!$command->isHidden() || $command instanceof Commands\GroupCommand)) {
                $suggestions->suggestValue(new Suggestion($name, $command->getDescription()));
            }
        }
    }

    /** Shows a condition that the user can correct as one sentence, or as JSON. */
    public function renderThrowable(Throwable $e, OutputInterface $output): void
    {
        if (!$e instanceof UserError) {
            parent::renderThrowable($e, $output);
        } elseif ($this->jsonScreen !== null) {
            try {
                $this->jsonScreen->error(['type' => 'UserError', 'message' => $e->getMessage()]);
            } catch (ClosedPipe) {
                // Nobody reads it.
            }
        } elseif ($output->isVeryVerbose()) {
            parent::renderThrowable($e, $output);
        } else {
            (new Screen($output, false))->line("cotp: {$e->getMessage()}");
        }
    }
}
