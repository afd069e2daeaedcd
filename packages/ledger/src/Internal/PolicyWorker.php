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
use SensitiveParameter;
use Throwable;

/**
 * Acts for the policies, through the same rules as askAgain().
 *
 * @internal
 */
final readonly class PolicyWorker
{
    private const LEAST_PAUSE = 300_000;
    private const LONGEST_PAUSE = 21_600_000;

    public function __construct(
        private Questions $questions,
        private Asker $asker,
        private Looker $looker,
        private Notifier $notifier,
        private Policies $policies,
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
        } catch (CardAlreadyStored | PolicyStopped) {
            [$hasActed, $next] = [false, null];
        } catch (Throwable $fault) {
            $this->notifier->failure('A policy failed.', $fault, $row->toAsk());
            // An old question pauses longer: if the service does not know its request any more, no attempt will succeed.
            $pause = max(self::LEAST_PAUSE, min(self::LONGEST_PAUSE, intdiv($now - $row->askedAt, 24)));
            $this->questions->reschedulePolicy($row, $now + $pause, Notifier::describe($fault));
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
            $this->policies->expireAfter !== null && $now >= $row->askedAt + $this->policies->expireAfter * 1000 => $this->expire($row, $account, $now),
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
    private function expire(Row $row, Account $account, int $now): array
    {
        [$row, $later] = $this->look($row, $account, $now);
        if ($row->state !== AskState::Sent || $later !== null) {
            return [false, $later ?? $row->policyAt];
        }
        $this->asker->closeLink($row, $account);
        $this->questions->remember($row->account, $row->key, $row->attempt, 'policy', 'expired');
        return [true, null];
    }

    /** @return array{bool, ?int} */
    private function startReminder(Row $row, Account $account, int $epoch, int $now): array
    {
        if ($this->questions->countByPolicy($row, 'remind') >= $this->policies->reminders || $row->formEncrypted === null) {
            return [false, $this->laterStep($row, $now)];
        }
        $later = $this->notBefore($row, $now, $this->form($row)[0]);
        if ($later !== null) {
            return [false, $later];
        }
        [$row, $later] = $this->look($row, $account, $now);
        if ($row->state !== AskState::Sent || $later !== null) {
            return [false, $later ?? $row->policyAt];
        }
        // If this process dies after the old link was deleted, the reminder goes on from here.
        $this->begin($row, 'remind');
        return $this->remind($row, $account, $epoch, $now);
    }

    /** @return array{bool, ?int} */
    private function remind(Row $row, Account $account, int $epoch, int $now): array
    {
        if ($row->ending !== null && $row->ending !== Ending::Canceled) {
            return [false, null];
        }
        [$form, $fallback] = $this->form($row);
        $later = $this->notBefore($row, $now, $form);
        if ($later !== null) {
            return [false, $later];
        }
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
        [$row, $later] = $this->look($row, $account, $now);
        if ($row->ending !== Ending::Failed || $later !== null) {      // the SMS has arrived all the same
            return [false, $later ?? $row->policyAt];
        }
        $this->begin($row, 'switch');
        $this->again($row, $account, 'switch', $form, null, $epoch);
        return [true, null];
    }

    /**
     * Reads the state just before a policy acts: a callback may be late or lost.
     *
     * @return array{Row, ?int} the row, and until when nothing may be done, because the guest may be at the form
     */
    private function look(Row $row, Account $account, int $now): array
    {
        $this->looker->update($row, $this->looker->retrieve($row, $account), $account, $row->fence);
        $current = $this->questions->byId($row->id);
        if ($current?->fence !== $row->fence) {
            throw new PolicyStopped("Another worker has claimed the policies of \"$row->key\".");
        }
        $rest = $this->policies->afterViewed * 1000 - ($current->sinceViewed ?? PHP_INT_MAX);
        return [$current, $rest > 0 ? $now + $rest : null];
    }

    /** Records what the policy has begun, unless the policies were stopped. */
    private function begin(Row $row, string $step): void
    {
        $this->questions->set($row, 'policy_step = :step', 'fence = :fence AND policy_at IS NOT NULL', ['step' => $step, 'fence' => $row->fence]);
    }

    private function again(
        Row $row,
        Account $account,
        string $origin,
        #[SensitiveParameter] CotpForm $form,
        #[SensitiveParameter] ?string $fallback,
        int $epoch,
    ): Ask {
        $question = new Question($account, $row->key, static fn (string $url): CotpForm => $form->with(callbackUrl: $url), $row->timeZone, $fallback, $epoch);
        return $this->asker->again($question, $row->attempt, $origin, policyOf: $row);
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
    private function notBefore(Row $row, int $now, #[SensitiveParameter] CotpForm $form): ?int
    {
        return $this->questions->isRecipientFull($form, $now) ? $now + 3_600_000 : $this->quietUntil($row);
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
