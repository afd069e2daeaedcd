<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Closure;
use Cotp\Ledger\Ask;
use Cotp\Ledger\Exception\LedgerException;
use CotpCli\Interrupted;
use CotpCli\Ledger\LedgerFile;
use CotpCli\UserError;
use PDOException;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Style\SymfonyStyle;

/** What the commands with a ledger have in common: its file, the question before a change, and one sentence for each refusal. */
abstract class LedgerCommand extends ServiceCommand
{
    protected const LEDGER_HELP = <<<'HELP'
        The ledger is a file of yours: that in --ledger or the profile, or one for each profile in ~/.local/state/cotp. It protects only
        those who share it: a site, another machine and another profile do not know what it has sent.
        HELP;
    private bool $isInterrupted = false;

    public function __construct(private readonly Terminal $terminal = new Terminal())
    {
        parent::__construct();
    }

    protected function configure(): void
    {
        parent::configure();
        AccountOptions::addTo($this);
        $this->addOption('ledger', null, InputOption::VALUE_REQUIRED, 'The file of the ledger (default: that of the profile)');
    }

    protected function addConfirmation(): void
    {
        $this->addOption('yes', 'y', InputOption::VALUE_NONE, 'Do not ask');
    }

    abstract protected function actWithLedger(InputInterface $input, Screen $screen, LedgerFile $file): int;

    /** @return string the reference of the command, for messages */
    protected static function reference(InputInterface $input): string
    {
        $reference = $input->hasArgument('reference') ? self::argument($input, 'reference') : '-';
        if (preg_match('~\A[\x21-\x7e]{1,191}\z~', $reference) !== 1 || $reference === '*') {
            throw new UserError('REFERENCE must contain 1 to 191 visible ASCII characters, such as booking-4711, and no personal data.');
        }
        return $reference;
    }

    protected function act(InputInterface $input, Screen $screen): int
    {
        $reference = self::reference($input);
        $account = new AccountOptions($input);
        if (self::text($input, 'ledger') === '') {
            throw new UserError('--ledger must be the name of a file.');
        }
        $file = LedgerFile::of(self::text($input, 'ledger'), $account);
        try {
            $exitCode = $this->actWithLedger($input, $screen, $file);
        } catch (LedgerException $fault) {
            throw LedgerFailure::of($fault, $reference, $file);
        } catch (PDOException $fault) {
            throw $file->unusable($fault);
        }
        return $this->isInterrupted ? ExitCode::INTERRUPTED : $exitCode;
    }

    /** A signal does not end what sends or changes: else the ledger would not learn the outcome. The second one does. */
    public function handleSignal(int $signal, int|false $previousExitCode = 0): int|false
    {
        if (!$this->interrupt->isTransferring()) {
            fwrite(STDERR, $this->interrupt->isAsking() ? "\nInterrupted. Nothing was sent or changed.\n" : "\nInterrupted.\n");
            return ExitCode::INTERRUPTED;
        }
        $this->interrupt->request();
        fwrite(STDERR, "\nWaiting for the response, so that the ledger learns the outcome. Press Ctrl-C again to end the command at once.\n");
        function_exists('pcntl_signal') && pcntl_signal($signal, SIG_DFL);
        return false;
    }

    /**
     * Runs what sends or changes.
     * @template T
     * @param Closure(): T $work
     * @return T
     */
    protected function uninterrupted(Closure $work): mixed
    {
        $result = [];
        try {
            $this->interrupt->whileTransferring(static function () use (&$result, $work): void {
                $result[] = $work();
            });
        } catch (Interrupted) {
            $this->isInterrupted = true;
        }
        return $result[0];
    }

    protected function hasTerminal(): bool
    {
        return $this->terminal->isInteractive();
    }

    /** @throws UserError when a person has to be asked, but cannot be */
    protected function isAsked(InputInterface $input): bool
    {
        if ((bool) $input->getOption('yes')) {
            return false;
        }
        return $this->hasTerminal() ?: throw new UserError('Without a terminal, --yes is required. Nothing was sent or changed.');
    }

    /** @throws UserError when a person does not agree, or cannot be asked */
    protected function agree(InputInterface $input, Screen $screen, string $question): void
    {
        if (!$this->isAsked($input)) {
            return;
        }
        $io = new SymfonyStyle($input, $screen->errors());
        $isAgreed = $this->interrupt->whileAsking(static fn (): bool => $io->confirm($question, false));
        $isAgreed || throw new UserError('Not agreed. Nothing was sent or changed.');
    }

    /** Writes what the ledger knows. Returns the exit code for it. */
    protected static function report(Ask $ask, Screen $screen, LedgerFile $file): int
    {
        $text = new AskText($ask, $file->shown);
        $screen->result($text->json(), $text->facts());
        return $text->exitCode();
    }
}
