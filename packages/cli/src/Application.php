<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli;

use CotpCli\Command as Commands;
use CotpCli\Command\Terminal;
use Symfony\Component\Console\Application as ConsoleApplication;
use Symfony\Component\Console\Formatter\OutputFormatter;
use Symfony\Component\Console\Input\ArgvInput;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;
use Throwable;

/** The command cotp. */
final class Application extends ConsoleApplication
{
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
    }

    public function run(?InputInterface $input = null, ?OutputInterface $output = null): int
    {
        $words = is_array($_SERVER['argv'] ?? null) ? array_values(array_filter($_SERVER['argv'], is_string(...))) : [];
        return parent::run($input ?? new ArgvInput($this->joined($words)), $output);
    }

    /** Shows a condition that the user can correct as one sentence. */
    public function renderThrowable(Throwable $e, OutputInterface $output): void
    {
        if ($e instanceof UserError && !$output->isVeryVerbose()) {
            $output->writeln('<error>cotp: ' . OutputFormatter::escape($e->getMessage()) . '</error>', OutputInterface::VERBOSITY_QUIET);
            return;
        }
        parent::renderThrowable($e, $output);
    }

    /**
     * Accepts "cotp callback url" for the command "callback:url", also after "help".
     * @param list<string> $words
     * @return list<string>
     */
    private function joined(array $words): array
    {
        $first = ($words[1] ?? '') === 'help' ? 2 : 1;
        if (isset($words[$first + 1]) && $this->has("{$words[$first]}:{$words[$first + 1]}")) {
            array_splice($words, $first, 2, "{$words[$first]}:{$words[$first + 1]}");
        }
        return $words;
    }
}
