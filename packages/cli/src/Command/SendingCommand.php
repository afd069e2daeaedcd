<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Closure;
use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Exception\FormDiffers;
use Cotp\Ledger\Exception\InProgress;
use Cotp\Ledger\Exception\OutcomeUnknown;
use CotpCli\Ledger\LedgerFile;
use CotpCli\Ledger\Memory;
use CotpException;
use CotpOutcome;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** What the two commands have in common that send a message: both through the ledger alone. */
abstract class SendingCommand extends LedgerCommand
{
    protected function configure(): void
    {
        parent::configure();
        FormInput::addTo($this);
        $this->addConfirmation();
        $this->addOption('callback-url', null, InputOption::VALUE_REQUIRED, 'The callback URL to send, if the service does not accept one that nobody receives', Memory::CALLBACK_URL);
    }

    protected static function memory(InputInterface $input, LedgerFile $file, bool $isCreated): Memory
    {
        return Memory::toSend($file, (new AccountOptions($input))->client(), $isCreated, self::text($input, 'callback-url') ?? '');
    }

    protected function isReading(): bool
    {
        return false;
    }

    /** Shows what will be sent to whom, and asks. With --yes, no address gets into the log of the script. */
    protected function agreeToSend(InputInterface $input, Screen $screen, FormInput $form, LedgerFile $file, Memory $memory, string $reference): void
    {
        $isAsked = $this->isAsked($input);
        $target = (new AccountOptions($input))->target();
        $screen->progressFacts([
            'Service' => $target->host . ($target->isProduction() ? ' (production: the message is real, and may cost money)' : ''),
            'Reference' => $reference,
            ...($isAsked ? $form->facts() : []),
            'Ledger' => $file->path . ($memory->progress->isNew() ? ' (NEW: it remembers nothing that was sent before; protects only those who share it)' : ' (protects only those who share it)'),
        ]);
        $this->agree($input, $screen, 'Send this message?');
    }

    /**
     * Sends, and writes what the ledger knows then. A refusal because of an earlier message is a result, not an error.
     * @param Closure(): Ask $send
     */
    protected function send(Closure $send, string $reference, Memory $memory, Screen $screen, LedgerFile $file): int
    {
        try {
            $ask = $this->uninterrupted($send);
        } catch (CotpException $exception) {
            if ($exception->outcome !== CotpOutcome::Unknown) {
                throw $exception;
            }
            $ask = $memory->ledger->find($reference) ?? throw $exception;
        } catch (InProgress | OutcomeUnknown $refusal) {
            $ask = $refusal->ask ?? throw $refusal;
        } catch (FormDiffers $refusal) {
            $ask = $memory->find($reference);
            if ($ask?->state !== AskState::Unknown && $ask?->state !== AskState::Reserved) {
                throw $refusal;
            }
        }
        return $this->reportCurrent($ask, $memory, $screen, $file);
    }

    /** Writes what is known about a message, with its current status if it was sent before. */
    protected function reportCurrent(Ask $ask, Memory $memory, Screen $screen, LedgerFile $file): int
    {
        if (!$ask->isNew && $ask->state === AskState::Sent && $ask->requestId !== null) {
            [$ask, $isShown] = $memory->look($ask, $ask->requestId);
            $isShown || $screen->progress('The service did not show the current status.');
        }
        return self::report($ask, $screen, $file);
    }
}
