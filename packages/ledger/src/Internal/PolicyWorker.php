<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use Cotp\Ledger\Account;
use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Exception\CardAlreadyStored;
use Cotp\Ledger\FormVault;
use Cotp\Ledger\Policies;
use CotpForm;
use DateTimeZone;
use Throwable;

/**
 * Acts for the policies, through the same rules as askAgain().
 *
 * @internal
 */
final readonly class PolicyWorker
{
    private const PAUSE_AFTER_FAILURE = 300_000;

    public function __construct(
        private Questions $questions,
        private Asker $asker,
        private Looker $looker,
        private Notifier $notifier,
        private Policies $policies,
        private Digests $digests,
        private Clock $clock,
        private ?FormVault $vault,
    ) {
    }

    /** Acts on a claimed row. Returns whether a message was sent or a link deleted; null if that failed. */
    public function act(Row $row, int $epoch): ?bool
    {
        $now = $this->clock->milliseconds();
        try {
            [$hasActed, $next] = $this->next($row, $this->looker->accountOf($row->account), $epoch, $now);
        } catch (CardAlreadyStored) {
            [$hasActed, $next] = [false, null];
        } catch (Throwable $fault) {
            $this->notifier->failure('A policy failed.', $fault, $row->toAsk());
            $this->questions->reschedulePolicy($row, $now + self::PAUSE_AFTER_FAILURE, Notifier::describe($fault));
            return null;
        }
        $this->questions->reschedulePolicy($row, $next);
        return $hasActed;
    }

    /** @return array{bool, ?int} whether something was done, and when the policy of this row is due again */
    private function next(Row $row, Account $account, int $epoch, int $now): array
    {
        $newest = $this->questions->newest($row->account, $row->key) ?? $row;
        $isMine = $newest->attempt === $row->attempt
            || ($newest->attempt === $row->attempt + 1 && $newest->state === AskState::NotSent && $newest->origin === $row->policyStep);
        return match (true) {
            !$isMine => [false, null],                      // a newer attempt has its own policies
            $row->state === AskState::Ended && $row->policyStep === 'remind' => $this->remind($row, $account, $epoch, $now),
            $row->state === AskState::Ended && $row->ending === Ending::Failed => $this->switchToEmail($row, $account, $epoch, $now),
            $row->state !== AskState::Sent || $row->requestId === null => [false, null],
            $this->policies->expireAfter !== null && $now >= $row->askedAt + $this->policies->expireAfter * 1000 => $this->expire($row, $account),
            $this->policies->remindAfter !== null && $now >= $row->askedAt + $this->policies->remindAfter * 1000 => $this->startReminder($row, $account, $epoch, $now),
            default => [false, $this->laterStep($row, $now)],
        };
    }

    /** Returns when the next policy of an open question is due. */
    private function laterStep(Row $row, int $now): ?int
    {
        $times = [];
        foreach ([$this->policies->remindAfter, $this->policies->expireAfter] as $seconds) {
            if ($seconds !== null && $row->askedAt + $seconds * 1000 > $now) {
                $times[] = $row->askedAt + $seconds * 1000;
            }
        }
        return $times === [] ? null : min($times);
    }

    /** @return array{bool, ?int} */
    private function expire(Row $row, Account $account): array
    {
        $this->asker->closeLink($row, $account);
        $this->questions->remember($row->account, $row->key, $row->attempt, 'policy', 'expired');
        return [true, null];
    }

    /** @return array{bool, ?int} */
    private function startReminder(Row $row, Account $account, int $epoch, int $now): array
    {
        $sent = $this->questions->all("q.account = :account AND q.question_key = :key AND q.origin = 'remind'", ['account' => $row->account, 'key' => $row->key]);
        if (count($sent) >= $this->policies->reminders || $row->formEncrypted === null) {
            return [false, $this->laterStep($row, $now)];
        }
        $later = $this->notBefore($row, $now);
        if ($later !== null) {
            return [false, $later];
        }
        // A callback may be late or lost, so the state is read just before the old link is deleted.
        $this->looker->update($row, $this->looker->retrieve($row, $account), $account, $row->fence);
        $row = $this->questions->byId($row->id) ?? $row;
        if ($row->state !== AskState::Sent) {
            return [false, $row->policyAt];
        }
        if ($row->sinceViewed !== null && $row->sinceViewed < $this->policies->afterViewed * 1000) {
            return [false, $now + $this->policies->afterViewed * 1000 - $row->sinceViewed];
        }
        // If this process dies after the old link was deleted, the reminder goes on from here.
        $this->questions->set($row, "policy_step = 'remind'", 'fence = :fence', ['fence' => $row->fence]);
        return $this->remind($row, $account, $epoch, $now);
    }

    /** @return array{bool, ?int} */
    private function remind(Row $row, Account $account, int $epoch, int $now): array
    {
        if ($row->ending !== null && $row->ending !== Ending::Canceled) {
            return [false, null];
        }
        $later = $this->notBefore($row, $now);
        if ($later !== null) {
            return [false, $later];
        }
        [$form, $fallback] = $this->form($row);
        $this->again($row, $account, 'remind', $form, $fallback, $epoch);
        return [true, null];
    }

    /** @return array{bool, ?int} */
    private function switchToEmail(Row $row, Account $account, int $epoch, int $now): array
    {
        [$form, $fallback] = $row->formEncrypted === null ? [null, null] : $this->form($row);
        if (!$this->policies->emailOnMessageFailed || $form?->phone === null || $fallback === null) {
            return [false, null];
        }
        $form = $form->with(phone: null, email: $fallback);
        $later = $this->notBefore($row, $now, $form);
        if ($later !== null) {
            return [false, $later];
        }
        $this->questions->set($row, "policy_step = 'switch'", 'fence = :fence', ['fence' => $row->fence]);
        $this->again($row, $account, 'switch', $form, null, $epoch);
        return [true, null];
    }

    private function again(Row $row, Account $account, string $origin, CotpForm $form, ?string $fallback, int $epoch): Ask
    {
        $ask = $this->asker->again(
            $account, $row->key, $row->attempt, $origin, static fn (string $url): CotpForm => $form->with(callbackUrl: $url), $row->timeZone, $fallback, $epoch,
        );
        $this->questions->remember($row->account, $row->key, $ask->attempt, 'policy', $origin);
        return $ask;
    }

    /** @return array{CotpForm, ?string} */
    private function form(Row $row): array
    {
        if ($this->vault === null || $row->formEncrypted === null) {
            throw new \LogicException('The form of the question is not stored.');
        }
        return $this->vault->decrypt($row->formEncrypted, $row->reference);
    }

    /** Returns until when nothing may be sent: quiet hours, and the limit per recipient. */
    private function notBefore(Row $row, int $now, ?CotpForm $form = null): ?int
    {
        $recipient = $form === null ? $row->recipientDigest : $this->digests->ofRecipient($form);
        if ($recipient !== null && $this->questions->isRecipientFull($recipient, $now)) {
            return $now + 3_600_000;
        }
        return $this->quietUntil($row);
    }

    private function quietUntil(Row $row): ?int
    {
        [$from, $until] = [$this->policies->quietFrom, $this->policies->quietUntil];
        if ($from === null || $until === null || $from === $until) {
            return null;
        }
        $local = $this->clock->now()->setTimezone(new DateTimeZone($row->timeZone ?? 'UTC'));
        $hour = (int) $local->format('G');
        $isQuiet = $from < $until ? $hour >= $from && $hour < $until : $hour >= $from || $hour < $until;
        if (!$isQuiet) {
            return null;
        }
        $end = $local->setTime($until, 0);
        return ($end <= $local ? $end->modify('+1 day') : $end)->getTimestamp() * 1000;
    }
}
