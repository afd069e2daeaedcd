<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Exception\AlreadyReplaced;
use Cotp\Ledger\Exception\UnknownKey;
use CotpCli\Ledger\LedgerFile;
use CotpCli\UserError;
use CotpException;
use CotpForm;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** Sends a new link instead of the old one. */
#[AsCommand('ledger:remind', 'Sends a new link instead of the old one, which is canceled first, and asks first')]
final class LedgerRemindCommand extends SendingCommand
{
    protected function configure(): void
    {
        parent::configure();
        $this
            ->addArgument('reference', InputArgument::REQUIRED, 'The reference given to cotp send', null, Completion::references())
            ->addOption('replaces', null, InputOption::VALUE_REQUIRED, 'The attempt that the new link replaces, so that a script that runs twice sends once; required with --yes')
            ->addOption('even-if-card-stored', null, InputOption::VALUE_NONE, 'Ask for another card, for example because the first one was declined')
            ->setHelp(AccountOptions::HELP . "\n" . FormInput::HELP . "\n" . self::LEDGER_HELP . <<<'HELP'


                  <info>cotp ledger remind booking-4711 --email guest@example.com --booker-id hotel-42</info>
                  <info>cotp ledger remind booking-4711 --replaces 1 --form=- --yes < form.json</info>

                The ledger does not store addresses, so the form is needed again; it may be a different one. If the old link cannot be
                canceled, nothing is sent. Exit codes: 0 sent, now or before with the same --replaces, 3 the reference does not exist, 5 it may
                have been sent (cotp ledger reconcile), 6 the newest link ended without a card, 7 another process is sending it, 4 the
                service is not available, 1 any other error, 130 interrupted.
                HELP);
    }

    protected function actWithLedger(InputInterface $input, Screen $screen, LedgerFile $file): int
    {
        $reference = self::reference($input);
        $replaces = $this->replaces($input);
        $form = FormInput::read($input);
        $memory = self::memory($input, $file, false);
        $known = $memory->find($reference) ?? throw new UnknownKey('');
        $isForced = (bool) $input->getOption('even-if-card-stored');
        self::requireReplaceable($known, $isForced, $file->shown);
        $isResumed = $known->state === AskState::NotSent && $known->attempt > 1;
        $replaces ??= $isResumed ? $known->attempt - 1 : $known->attempt;
        if ($replaces > $known->attempt) {
            throw new UserError("\"$reference\" has no attempt $replaces: the newest is $known->attempt. Nothing was sent.");
        }
        if (in_array($known->state, [AskState::Unknown, AskState::Reserved], true) || ($replaces < $known->attempt && !$isResumed)) {
            return $this->reportCurrent($known, $memory, $screen, $file);
        }
        $this->agreeToSend($input, $screen, $form, $file, $memory, "$reference, instead of the link of attempt $replaces");
        try {
            return $this->send(
                static fn (): Ask => $memory->ledger->askAgain($reference, $replaces, static fn (string $url): CotpForm => $form->form->with(callbackUrl: $url), evenIfCardStored: $isForced),
                $reference, $memory, $screen, $file,
            );
        } catch (AlreadyReplaced $refusal) {
            return $this->reportCurrent($refusal->ask ?? throw $refusal, $memory, $screen, $file);
        } catch (CotpException $exception) {
            if ($memory->ledger->find($reference)?->attempt === $replaces + 1) {
                $screen->progress('The old link is canceled, and the new one was not sent, so the guest has no link now. Run the command again.');
            }
            throw $exception;
        }
    }

    private function replaces(InputInterface $input): ?int
    {
        $replaces = self::text($input, 'replaces');
        if ($replaces === null && (bool) $input->getOption('yes')) {
            throw new UserError('With --yes, give the attempt that the new link replaces, such as --replaces 1: else a script that runs twice would send twice. Nothing was sent.');
        }
        if ($replaces !== null && preg_match('/^[1-9][0-9]{0,5}$/D', $replaces) !== 1) {
            throw new UserError('--replaces must be the number of an attempt, as cotp send shows it. Nothing was sent.');
        }
        return $replaces === null ? null : (int) $replaces;
    }

    private static function requireReplaceable(Ask $known, bool $isForced, ShownCommand $shown): void
    {
        if ($known->state === AskState::NotSent && $known->attempt === 1) {
            throw new UserError("\"$known->key\" was not sent, so no link can be replaced. Send it: " . $shown->withLedger('send', $known->key));
        }
        if ($known->ending === Ending::CardStored && !$isForced) {
            throw new UserError("The guest has stored a card for \"$known->key\", so nothing was sent. If you need another card: " . $shown->withLedger('ledger remind', $known->key, '--even-if-card-stored'));
        }
    }
}
