<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use CotpException;
use CotpNotFoundException;
use CotpState;
use CotpStatus;
use InvalidArgumentException;
use Throwable;

/**
 * Processes callbacks and looks up open questions. The state only comes from Retrieve.
 *
 * @internal
 */
final readonly class Looker
{
    public function __construct(
        private Questions $questions,
        private Inbox $inbox,
        private Notifier $notifier,
        private Digests $digests,
        private AccountProvider $accounts,
    ) {
    }

    public function accountOf(string $id): Account
    {
        $account = $this->accounts->account(explode('/', $id, 2)[1] ?? '');
        return $account->id() === $id ? $account : throw new InvalidArgumentException("The account \"$id\" belongs to a different environment.");
    }

    /** Processes a claimed callback. Returns false if that failed. */
    public function process(Event $event): bool
    {
        $row = $this->questions->byReference($event->account, $event->reference);
        try {
            [$state, $result] = $this->outcomeOf($event, $row);
            $state === 'later' ? $this->inbox->postpone($event, 2, $result) : $this->inbox->finish($event, $state, $result);
            return true;
        } catch (Throwable $fault) {
            $this->notifier->failure('A callback could not be processed.', $fault, $row?->toAsk());
            $this->inbox->retry($event, Notifier::describe($fault));
            return false;
        }
    }

    /** @return array{string, string} done, ignored or later, and why */
    private function outcomeOf(Event $event, ?Row $row): array
    {
        if ($row === null) {
            return ['ignored', 'there is no question with this reference'];
        }
        $account = $this->accountOf($row->account);
        if ($row->requestId === null) {
            // The process that is sending learns the id itself.
            return $row->state === AskState::Reserved && $row->isLeased ? ['later', 'send() has not returned yet'] : $this->identify($event, $row, $account);
        }
        if ($row->requestId !== $event->requestId) {
            return ['ignored', 'the callback is about a different request'];
        }
        if ($row->state === AskState::Ended && $row->ending === Ending::CardStored && $row->isNotified) {
            return ['done', 'the question has ended'];
        }
        $newestId = $this->inbox->newestId($event);
        $this->update($row, $this->retrieve($row, $account), $account);
        $covered = $this->inbox->finishOthers($event, $newestId);
        return ['done', $covered > 0 ? "covers $covered more" : ''];
    }

    /**
     * Adopts the id from a callback if Retrieve shows what only our request contains. The token of the callback proves
     * the reference, but nothing proves its body.
     *
     * @return array{string, string}
     */
    private function identify(Event $event, Row $row, Account $account): array
    {
        if (preg_match('~\A[\x21-\x7e]{1,128}\z~', $event->requestId) !== 1) {
            return ['ignored', 'the request id is invalid'];
        }
        $state = $account->sender->retrieve($event->requestId);
        if (!$this->containsReference($state, $row)) {
            $this->questions->set($row, 'unconfirmed_id = :request', 'request_id IS NULL', ['request' => $event->requestId]);
            return ['ignored', 'Retrieve does not show that the request is ours'];
        }
        if (!$this->questions->sent($row, $event->requestId)) {
            return ['later', 'another process has changed the question'];
        }
        $this->questions->remember($row->account, $row->key, $row->attempt, 'callback', 'confirmed', $event->requestId);
        $this->update($this->questions->byId($row->id) ?? $row, $state, $account);
        return ['done', 'the callback showed the request id'];
    }

    private function containsReference(CotpState $state, Row $row): bool
    {
        $token = rtrim(strtr(base64_encode($row->reference), '+/', '-_'), '=');
        $isOurs = false;
        $details = $state->details;
        array_walk_recursive($details, function (mixed $value) use ($row, $token, &$isOurs): void {
            $isOurs = $isOurs || (is_string($value) && (str_contains($value, $row->reference) || str_contains($value, ".$token.")
                || ($row->callbackDigest !== null && $this->digests->isUrl($value, $row->callbackDigest))));
        });
        return $isOurs;
    }

    /** Looks up a claimed question, or calls the listeners of its end again. Returns false if that failed. */
    public function lookUp(Row $row): bool
    {
        try {
            $account = $this->accountOf($row->account);
            if ($row->state === AskState::Ended) {
                $this->notifier->ended($row, $account);
                $this->questions->reschedule($row);
                return true;
            }
            $state = $this->retrieve($row, $account);
            $this->update($row, $state, $account, $row->fence);
            $this->questions->reschedule($row);
            return true;
        } catch (Throwable $fault) {
            $this->notifier->failure('A question could not be looked up.', $fault, $row->toAsk());
            $this->questions->reschedule($row, Notifier::describe($fault));
            return false;
        }
    }

    /** Applies a state, and calls the listeners if it changed. $fence is that of a claim. */
    public function update(Row $row, CotpState $state, Account $account, ?int $fence = null): void
    {
        $changed = $this->questions->apply($row, $state, $fence);
        if ($changed === null) {
            return;
        }
        $this->notifier->statusChanged($changed->toAsk());
        if ($changed->state === AskState::Ended) {
            $this->notifier->ended($changed, $account, $state);
        }
    }

    /** @throws CotpException */
    public function retrieve(Row $row, Account $account): CotpState
    {
        try {
            return $account->sender->retrieve((string) $row->requestId);
        } catch (CotpNotFoundException $missing) {
            // It is not documented whether a deleted request can still be retrieved.
            return $row->isCancelStarted && $row->state === AskState::Ended
                ? new CotpState((string) $row->requestId, CotpStatus::LinkExpired, CotpStatus::LinkExpired->value) : throw $missing;
        }
    }
}
