<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Closure;
use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Exception\AlreadyReplaced;
use Cotp\Ledger\Ledger;
use CotpCli\Ledger\LedgerFile;
use CotpCli\UserError;
use CotpForm;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** Sends a guest the link, once for each reference. */
#[AsCommand('send', 'Sends a guest the link, once for each reference, and asks first')]
final class SendCommand extends SendingCommand
{
    protected function configure(): void
    {
        parent::configure();
        $this
            ->addArgument('reference', InputArgument::REQUIRED, 'Identifies the message, such as booking-4711: without personal data')
            ->addOption('new-ledger', null, InputOption::VALUE_NONE, 'Create the ledger if it does not exist; required for that without a terminal')
            ->setHelp(AccountOptions::HELP . "\n" . FormInput::HELP . "\n" . self::LEDGER_HELP . <<<'HELP'


                  <info>cotp send booking-4711 --email guest@example.com --booker-id hotel-42</info>
                  <info>cotp send booking-4711 --form=- --yes --json < form.json</info>

                Run it as often as you like: with the same reference, nothing is sent again, and the state is shown. The first time
                without a terminal, add --new-ledger. Exit codes: 0 sent, now
                or before, or the card is stored, 5 it may have been sent (cotp ledger reconcile), 6 the link ended without a card (cotp
                ledger remind), 7 another process is sending it, 4 the service is not available, so nothing was sent: run it again, 1 any
                other error, 130 interrupted.
                HELP);
    }

    /**
     * A person sees that the ledger is new. Else it is not created by mistake, as with a wrong file or by another user.
     * @throws UserError when there is no ledger, and it is not to be created
     */
    private function isCreated(InputInterface $input, LedgerFile $file): bool
    {
        $isCreated = (bool) $input->getOption('new-ledger') || $this->hasTerminal();
        if (!$isCreated && $file->isNeverUsed()) {
            throw new UserError("The ledger $file->path, which remembers what was sent, does not exist, so nothing was sent. To create it: --new-ledger");
        }
        return $isCreated;
    }

    /**
     * A message that was not sent may have another form now, such as a corrected address.
     * @param Closure(string): CotpForm $form
     */
    private static function ask(Ledger $ledger, string $reference, ?Ask $known, #[\SensitiveParameter] Closure $form): Ask
    {
        if ($known?->state === AskState::NotSent) {
            try {
                return $ledger->askAgain($reference, $known->attempt - 1, $form);
            } catch (AlreadyReplaced) {
                // Another process was faster: ask() compares the form with what that one has sent.
            }
        }
        return $ledger->ask($reference, $form);
    }

    protected function actWithLedger(InputInterface $input, Screen $screen, LedgerFile $file): int
    {
        $reference = self::reference($input);
        $form = FormInput::read($input);
        $memory = self::memory($input, $file, $this->isCreated($input, $file));
        $known = $memory->find($reference);
        if ($known === null || $known->state === AskState::NotSent) {
            $this->agreeToSend($input, $screen, $form, $file, $memory, $reference);
        }
        $withUrl = static fn (string $url): CotpForm => $form->form->with(callbackUrl: $url);
        return $this->send(static fn (): Ask => self::ask($memory->ledger, $reference, $known, $withUrl), $reference, $memory, $screen, $file);
    }
}
