<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use Cotp\Ledger\Account;
use Cotp\Ledger\Ask;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Event\Asked;
use Cotp\Ledger\Event\CardStored;
use Cotp\Ledger\Event\Ended;
use Cotp\Ledger\Event\StatusChanged;
use Cotp\Ledger\Event\Unknown;
use Cotp\Ledger\FormVault;
use Cotp\Ledger\Policies;
use CotpNotFoundException;
use CotpState;
use CotpStatus;
use Psr\EventDispatcher\EventDispatcherInterface;
use Psr\Log\LoggerInterface;
use Psr\Log\NullLogger;
use SensitiveParameter;
use Throwable;
use UnexpectedValueException;

/**
 * Calls the listeners and the logger.
 *
 * @internal
 */
final readonly class Notifier
{
    private LoggerInterface $logger;

    public function __construct(
        private Questions $questions,
        private Policies $policies,
        private ?EventDispatcherInterface $events,
        ?LoggerInterface $logger,
        private ?FormVault $vault,
    ) {
        $this->logger = $logger ?? new NullLogger();
    }

    public function asked(Ask $ask): void
    {
        $this->log('info', 'A message was sent.', $ask);
        $this->dispatch(new Asked($ask), $ask);
    }

    public function unknown(Ask $ask): void
    {
        $this->log('warning', 'The outcome of a send is unknown.', $ask);
        $this->dispatch(new Unknown($ask), $ask);
    }

    public function statusChanged(Ask $ask): void
    {
        $this->log('info', 'The status changed.', $ask);
        $this->dispatch(new StatusChanged($ask), $ask);
    }

    /**
     * Calls the listeners of the end, and records that they have returned. Throws what a listener throws: then the row
     * stays due.
     *
     * @param ?CotpState $state the state that Retrieve returned just now; null retrieves it if it is needed
     */
    public function ended(Row $row, Account $account, ?CotpState $state = null): void
    {
        $ask = $row->toAsk();
        if ($row->ending === Ending::CardStored) {
            $cardUri = $this->cardUri($row, $account, $state);
            $this->events?->dispatch(new CardStored($ask, $cardUri));
            $this->events?->dispatch(new Ended($ask));
            $this->deleteOriginal($row, $account, $cardUri);
        } else {
            $this->events?->dispatch(new Ended($ask));
        }
        $this->questions->notified($row);
        $this->log('info', 'The question has ended.', $ask);
    }

    private function cardUri(Row $row, Account $account, ?CotpState $state): string
    {
        if ($state?->status !== CotpStatus::CardStored) {
            $state = $account->sender->retrieve((string) $row->requestId);
        }
        return $state->cardUri ?? throw new UnexpectedValueException('The card is stored, but the response of Retrieve has no card URI.');
    }

    /** The security-code form copies the card. Only if Retrieve shows a different card, the original can be deleted. */
    private function deleteOriginal(Row $row, Account $account, #[SensitiveParameter] string $cardUri): void
    {
        if (!$this->policies->deleteOriginal || $row->formEncrypted === null || $this->vault === null) {
            return;
        }
        $original = $this->vault->decrypt($row->formEncrypted, $row->reference)[0]->cardUri;
        if ($original === null || basename($original) === basename($cardUri)) {
            return;
        }
        try {
            $account->sender->deleteCard($original);
        } catch (CotpNotFoundException) {
            // An earlier process deleted it, but ended before it recorded that.
        }
        $this->questions->remember($row->account, $row->key, $row->attempt, 'policy', 'original deleted');
    }

    public function failure(string $message, Throwable $fault, ?Ask $ask = null): void
    {
        // The messages of cotp and of the ledger are safe to log. Those of listeners may contain anything.
        $this->log('error', $message . ' ' . self::describe($fault), $ask);
    }

    public static function describe(Throwable $fault): string
    {
        return $fault instanceof \CotpException || $fault instanceof \Cotp\Ledger\Exception\LedgerException ? $fault->getMessage() : $fault::class;
    }

    public function log(string $level, string $message, ?Ask $ask): void
    {
        $this->logger->log($level, "cotp ledger: $message", $ask === null ? [] : [
            'key' => $ask->key, 'account' => $ask->account, 'attempt' => $ask->attempt, 'state' => $ask->state->value, 'status' => $ask->rawStatus,
            'request' => $ask->requestId,
        ]);
    }

    /** The message was sent, so an exception of a listener must not look as if it was not. */
    private function dispatch(object $event, Ask $ask): void
    {
        try {
            $this->events?->dispatch($event);
        } catch (Throwable $fault) {
            $this->failure('A listener of ' . $event::class . ' failed.', $fault, $ask);
        }
    }
}
