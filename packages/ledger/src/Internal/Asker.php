<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use Cotp\Ledger\Account;
use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Exception\AlreadyReplaced;
use Cotp\Ledger\Exception\CardAlreadyStored;
use Cotp\Ledger\Exception\FormDiffers;
use Cotp\Ledger\Exception\InProgress;
use Cotp\Ledger\Exception\NotRecorded;
use Cotp\Ledger\Exception\NotReleased;
use Cotp\Ledger\Exception\NotReplaceable;
use Cotp\Ledger\Exception\OldLinkOpen;
use Cotp\Ledger\Exception\OutcomeUnknown;
use Cotp\Ledger\Exception\Superseded;
use Cotp\Ledger\Exception\UnknownKey;
use Cotp\Ledger\Settings;
use CotpException;
use CotpForm;
use CotpNotFoundException;
use CotpOutcome;
use CotpState;
use CotpStatus;
use PDOException;
use SensitiveParameter;
use Throwable;

/**
 * Sends at most one message per attempt.
 *
 * @internal
 */
final readonly class Asker
{
    public function __construct(
        private Questions $questions,
        private Notifier $notifier,
        private Digests $digests,
        private Settings $settings,
    ) {
    }

    public function ask(Question $question): Ask
    {
        [$account, $key] = [$question->account->id(), $question->key];
        $row = $this->questions->newest($account, $key);
        if ($row === null) {
            $sent = $this->begin($question->draft(1, 'ask', self::newReference()));
            if ($sent !== null) {
                return $sent;
            }
            $row = $this->questions->newest($account, $key) ?? throw new InProgress("Another process has just asked \"$key\". Nothing was sent.");
        }
        $draft = $question->draft($row->attempt, $row->origin, $row->reference);
        $this->requireSameForm($row, $draft->form);
        return $this->existing($row, $draft);
    }

    private function existing(Row $row, Draft $draft): Ask
    {
        return match ($row->state) {
            AskState::Sent, AskState::Ended => $row->toAsk(),
            AskState::NotSent => $this->takeOver($row, $draft, false),
            default => throw $this->refusal($row),
        };
    }

    private function requireSameForm(Row $row, #[SensitiveParameter] CotpForm $form): void
    {
        if ($row->formDigest === null || $this->digests->isForm($form, $row->formDigest)) {
            return;
        }
        if ($row->isOfPolicy()) {       // which may have changed the form: what the site asked decides
            $asked = $this->questions->newestOfSite($row);
            $isSame = $asked?->formDigest === null || $this->digests->isForm($form, $asked->formDigest);
            if ($isSame && $row->state !== AskState::NotSent) {
                return;
            }
            if ($isSame && $asked?->policyAt !== null) {
                throw new InProgress("A policy is about to send \"$row->key\" with a form that it changed. Nothing was sent by this call.", $row->toAsk());
            }
        }
        throw new FormDiffers("The question \"$row->key\" was asked with a different form, so this one was not sent. Use the same form, a new key, or askAgain().", $row->toAsk());
    }

    /** Returns the exception for an attempt that is being sent, or whose outcome is unknown. */
    private function refusal(Row $row): InProgress|OutcomeUnknown
    {
        if ($row->state === AskState::Reserved && $row->isLeased) {
            return new InProgress("Another process is sending \"$row->key\". Nothing was sent by this call.", $row->toAsk());
        }
        if ($row->state === AskState::Reserved && $this->questions->giveUp($row)) {
            $row = $this->questions->byId($row->id) ?? $row;
            $this->notifier->unknown($row->toAsk());
        }
        $ask = $row->toAsk();
        return new OutcomeUnknown("The message for \"$row->key\" may have been sent; the outcome is unknown since {$ask->since->format('Y-m-d H:i:s')} UTC."
            . ' A callback shows it, or a person who asks the guest: Ledger::resolve(). Nothing was sent by this call.', $ask);
    }

    /**
     * Replaces the newest attempt by a new one, after its link was deleted.
     *
     * @param ?Row $policyOf the claimed row whose policy asks; null: the site asks
     */
    public function again(Question $question, int $replaces, string $origin, bool $evenIfCardStored = false, ?Row $policyOf = null): Ask
    {
        [$account, $key] = [$question->account, $question->key];
        $row = $this->questions->newest($account->id(), $key) ?? throw new UnknownKey("The question \"$key\" does not exist, so it cannot be asked again: call ask().");
        if ($row->attempt === $replaces + 1 && $row->state === AskState::NotSent) {
            // An earlier call of the same job, which sent nothing.
            return $this->takeOver($row, $question->draft($row->attempt, $row->origin, $row->reference, $policyOf), $evenIfCardStored);
        }
        if ($row->attempt !== $replaces) {
            throw self::alreadyReplaced($row, $replaces);
        }
        self::refuseStoredCard($row, $evenIfCardStored);
        $this->requireLink($row);
        $draft = $question->draft($replaces + 1, $origin, self::newReference(), $policyOf);
        $this->requireRelease($draft, $row->epoch);
        $this->questions->requireRoom($draft);      // before the old link is deleted, so that the guest keeps it
        $this->closeLink($row, $account);
        return $this->begin($draft, $row->epoch) ?? throw self::alreadyReplaced($this->questions->newest($account->id(), $key) ?? $row, $replaces);
    }

    private static function refuseStoredCard(Row $row, bool $evenIfCardStored): void
    {
        if ($row->ending === Ending::CardStored && !$evenIfCardStored) {
            throw new CardAlreadyStored("The guest has stored a card for \"$row->key\", so nothing was sent. To ask for another card, call askAgain() with evenIfCardStored: true.", $row->toAsk());
        }
    }

    /** Returns whether the attempt has a link that may work. Throws if it cannot be deleted. */
    private function requireLink(Row $row): bool
    {
        if ($row->state === AskState::Ended) {
            return false;
        }
        if ($row->state === AskState::Reserved || $row->state === AskState::Unknown) {
            throw $this->refusal($row);
        }
        if ($row->state === AskState::NotSent || $row->requestId === null) {
            throw new NotReplaceable($row->state === AskState::NotSent
                ? "Attempt $row->attempt at \"$row->key\" was not sent, so it cannot be replaced: call ask()."
                : "Attempt $row->attempt at \"$row->key\" has no request id, so its link cannot be deleted.", $row->toAsk());
        }
        return true;
    }

    /** Makes sure that the link of an attempt no longer works: deletes it, or sees a final status. */
    public function closeLink(Row $row, Account $account): void
    {
        if (!$this->requireLink($row)) {
            return;
        }
        $this->questions->set($row, 'cancel_started = 1', "state = 'sent'", []);
        try {
            $account->sender->delete((string) $row->requestId);
            $state = self::expired((string) $row->requestId);
        } catch (CotpException $fault) {
            $state = $this->stateAfter($fault, $row, $account);
        }
        $changed = $this->questions->apply($row, $state);
        if ($changed !== null) {
            $this->notifyEnd($changed, $account, $state);
        }
        if ($state->status === CotpStatus::CardStored) {
            throw new CardAlreadyStored("The guest has just stored a card for \"$row->key\", so nothing was sent or canceled.", ($changed ?? $row)->toAsk());
        }
    }

    /** The delete failed: only Retrieve can show that the link no longer works. */
    private function stateAfter(CotpException $fault, Row $row, Account $account): CotpState
    {
        $message = "The old link of \"$row->key\" could not be deleted, so no new link was sent: ";
        $isMissing = $fault instanceof CotpNotFoundException;
        if ($isMissing && !$row->isCancelStarted) {     // this call has not begun to delete it, and no earlier one
            $this->questions->set($row, 'cancel_started = 0', "state = 'sent'", []);
        }
        try {
            $state = $account->sender->retrieve((string) $row->requestId);
        } catch (CotpNotFoundException $missing) {
            // It is not documented whether a deleted request can still be retrieved. HTTP 404 for both is what a deleted link looks like, but also a
            // wrong API key or path, while the link works. It is evidence only if an earlier call may have deleted the link and did not learn it.
            return $isMissing && $row->isCancelStarted ? self::expired((string) $row->requestId)
                : throw new OldLinkOpen($message . $missing->getMessage(), $row->toAsk(), $missing);
        } catch (CotpException $unreachable) {
            throw new OldLinkOpen($message . $unreachable->getMessage(), $row->toAsk(), $unreachable);
        }
        return $state->status->isFinal() ? $state : throw new OldLinkOpen($message . $fault->getMessage(), $row->toAsk(), $fault);
    }

    private static function expired(string $requestId): CotpState
    {
        return new CotpState($requestId, CotpStatus::LinkExpired, CotpStatus::LinkExpired->value);
    }

    private function notifyEnd(Row $row, Account $account, CotpState $state): void
    {
        try {
            $this->notifier->statusChanged($row->toAsk());
            $row->state === AskState::Ended && $this->notifier->ended($row, $account, $state);
        } catch (Throwable $fault) {
            $this->notifier->failure('A listener failed; work() calls it again.', $fault, $row->toAsk());
        }
    }

    private function takeOver(Row $row, Draft $draft, bool $evenIfCardStored): Ask
    {
        $this->requireRelease($draft, $row->epoch);
        $replaced = $row->attempt === 1 ? null : $this->questions->attempt($row->account, $row->key, $row->attempt - 1);
        if ($replaced !== null) {       // its status may have changed after its link was deleted
            self::refuseStoredCard($replaced, $evenIfCardStored);
            $this->closeLink($replaced, $draft->account);
        }
        $started = hrtime(true);
        if (!$this->questions->takeOver($row, $draft)) {
            throw new InProgress("Another process has just begun to send \"$row->key\". Nothing was sent by this call.", $row->toAsk());
        }
        return $this->transmit($this->questions->byId($row->id) ?? $row, $draft, $started);
    }

    /** Reserves a new attempt, and sends. Returns null if another process has reserved it. */
    private function begin(Draft $draft, ?int $epochOfKey = null): ?Ask
    {
        $this->requireRelease($draft, $epochOfKey);
        $started = hrtime(true);
        if (!$this->questions->reserve($draft)) {
            return null;
        }
        $row = $this->questions->byReference($draft->account->id(), $draft->reference) ?? throw new \LogicException('The reserved row is missing.');
        return $this->transmit($row, $draft, $started);
    }

    /** After a restore, a missing or an old row does not prove that nothing was sent. */
    private function requireRelease(Draft $draft, ?int $epochOfKey): void
    {
        if (($epochOfKey ?? 0) < $draft->epoch && !$this->questions->isReleased($draft->account->id(), $draft->key, $draft->epoch)) {
            throw new NotReleased("The database was restored (epoch $draft->epoch), so the ledger cannot know whether \"$draft->key\" was asked before. Check it, and call release().");
        }
    }

    private function transmit(Row $row, Draft $draft, int $started): Ask
    {
        // A process that was suspended could send after its lease, when somebody else has decided.
        if (hrtime(true) - $started > $this->settings->lease * 500_000_000) {
            $this->questions->failed($row, AskState::NotSent, 'The process was suspended before it sent.');
            throw new InProgress("This process was suspended, and half of the lease of \"$row->key\" is over. Nothing was sent.", $row->toAsk());
        }
        try {
            $requestId = $draft->account->sender->send($draft->form);
        } catch (Throwable $fault) {
            $this->recordFailure($row, $fault);
            throw $fault;
        }
        $this->recordSent($row, $requestId);
        $ask = ($this->questions->byId($row->id) ?? $row)->toAsk(true);
        $this->notifier->asked($ask);
        return $ask;
    }

    private function recordFailure(Row $row, Throwable $fault): void
    {
        // Anything but an exception of cotp, such as one of a signal handler, does not show whether the request was sent.
        $isUnknown = !$fault instanceof CotpException || $fault->outcome === CotpOutcome::Unknown;
        try {
            $isRecorded = $this->questions->failed($row, $isUnknown ? AskState::Unknown : AskState::NotSent, Notifier::describe($fault));
        } catch (PDOException $broken) {
            // The lease will end, and the outcome become unknown.
            $this->notifier->failure('A failed send could not be recorded.', $broken, $row->toAsk());
            return;
        }
        if ($isUnknown && $isRecorded) {
            $this->notifier->unknown(($this->questions->byId($row->id) ?? $row)->toAsk());
        }
    }

    private function recordSent(Row $row, string $requestId): void
    {
        try {
            if ($this->questions->sent($row, $requestId)) {
                return;
            }
            $current = $this->questions->byId($row->id);
        } catch (PDOException $fault) {
            throw new NotRecorded("The message for \"$row->key\" was sent as the request $requestId, but the ledger could not record it. Its outcome becomes unknown.", $row->toAsk(), $fault);
        }
        if ($current?->requestId !== $requestId) {      // else a callback was faster
            $message = "The message for \"$row->key\" was sent as the request $requestId, but another process had taken the attempt over.";
            $this->notifier->log('critical', $message, $row->toAsk());
            throw new Superseded($message, $current?->toAsk());
        }
    }

    private static function newReference(): string
    {
        return bin2hex(random_bytes(16));
    }

    private static function alreadyReplaced(Row $newest, int $replaces): AlreadyReplaced
    {
        return new AlreadyReplaced("Attempt $replaces at \"$newest->key\" is not the newest: that is attempt $newest->attempt. Nothing was sent.", $newest->toAsk());
    }
}
