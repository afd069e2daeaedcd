<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Exception\RecipientLimit;
use Cotp\Ledger\FormVault;
use Cotp\Ledger\Policies;
use Cotp\Ledger\Settings;
use CotpForm;
use CotpState;
use CotpStatus;
use DateTimeImmutable;
use PDOException;
use SensitiveParameter;

/**
 * The table of questions. Each method that changes a row compares and sets, so that a late process changes nothing.
 *
 * @internal
 */
final readonly class Questions
{
    private const KEYS_AT_ONCE = 500;
    public string $owner;

    public function __construct(
        public Database $database,
        private Clock $clock,
        private Settings $settings,
        private Policies $policies,
        private Digests $digests,
        private ?FormVault $vault,
    ) {
        $this->owner = substr((gethostname() ?: 'host') . ':' . getmypid(), 0, 50) . ':' . bin2hex(random_bytes(4));
    }

    /** Returns the newest attempt at a question, or null if the question was never asked. */
    public function newest(string $account, string $key): ?Row
    {
        return $this->newestOf($account, [$key])[$key] ?? null;
    }

    /**
     * Returns the newest attempts at several questions, by their keys. A question that was never asked has none.
     *
     * @param array<string> $keys
     * @return array<Row>
     */
    public function newestOf(string $account, array $keys): array
    {
        $found = [];
        foreach (array_chunk($keys, self::KEYS_AT_ONCE) as $part) {
            $names = array_map(static fn (int $number): string => "key$number", array_keys($part));
            $in = 'IN (:' . implode(', :', $names) . ')';
            $values = ['account' => $account] + array_combine($names, $part);
            // A later attempt takes the place of an earlier one. In this order: archive() writes to the archive before it deletes here.
            $found += array_column($this->all("q.account = :account AND q.question_key $in ORDER BY q.attempt", $values), null, 'key');
            $found += array_diff_key(array_flip($part), $found) === [] ? [] : array_column($this->archived($in, $values), null, 'key');
        }
        return $found;
    }

    /** Returns one attempt at a question. */
    public function attempt(string $account, string $key, int $attempt): ?Row
    {
        $values = ['account' => $account, 'key' => $key];
        $row = $this->one('q.account = :account AND q.question_key = :key AND q.attempt = :attempt', $values + ['attempt' => $attempt])
            ?? array_column($this->archived('= :key', $values), null, 'key')[$key] ?? null;
        return $row?->attempt === $attempt ? $row : null;
    }

    /** Returns the newest attempt at the question that the site has made, not a policy; null if it is archived. */
    public function newestOfSite(Row $row): ?Row
    {
        return $this->one(
            "q.account = :account AND q.question_key = :key AND q.origin NOT IN ('" . implode("', '", Row::ORIGINS_OF_POLICIES) . "') ORDER BY q.attempt DESC LIMIT 1",
            ['account' => $row->account, 'key' => $row->key],
        );
    }

    public function byReference(string $account, string $reference): ?Row
    {
        return $this->one('q.account = :account AND q.reference = :reference', ['account' => $account, 'reference' => $reference]);
    }

    public function byId(int $id, string $lock = ''): ?Row
    {
        return $this->one("q.id = :id $lock", ['id' => $id]);
    }

    /**
     * @param array<string, int|string|null> $values
     * @return list<Row>
     */
    public function all(string $condition, array $values): array
    {
        $columns = Row::columns($this->database->dialect);
        return array_map(static fn (array $row): Row => new Row($row), $this->database->rows("SELECT $columns FROM cotp_ledger_question q WHERE $condition", $values));
    }

    /** @param array<string, int|string|null> $values */
    private function one(string $condition, array $values): ?Row
    {
        return $this->all($condition, $values)[0] ?? null;
    }

    /**
     * @param array<string, int|string|null> $values
     * @return list<Row> in the order of the attempts
     */
    private function archived(string $isKey, array $values): array
    {
        $rows = $this->database->rows("SELECT * FROM cotp_ledger_archive WHERE account = :account AND question_key $isKey ORDER BY attempt", $values);
        // The epoch is not archived. A row of an older epoch does not prove that nothing was sent after it, so it counts as old.
        return array_map(
            static fn (array $row): Row => new Row($row + ['state' => AskState::Ended->value, 'state_at' => $row['ended_at'], 'notified' => 1, 'fence' => 0, 'epoch' => 0]), $rows,
        );
    }

    /** Returns whether a person has released the key since the epoch was raised. */
    public function isReleased(string $account, string $key, int $epoch): bool
    {
        return $epoch === 1 || $this->database->row(
            "SELECT 1 AS n FROM cotp_ledger_release WHERE account = :account AND epoch = :epoch AND question_key IN (:key, '*')",
            ['account' => $account, 'epoch' => $epoch, 'key' => $key],
        ) !== null;
    }

    /** Inserts the row before the message is sent. Returns false if another process was faster. */
    public function reserve(Draft $draft): bool
    {
        $now = $this->clock->milliseconds();
        $values = $this->valuesOf($draft, $now) + [
            'account' => $draft->account->id(), 'key' => $draft->key, 'attempt' => $draft->attempt, 'reference' => $draft->reference, 'now_too' => $now,
        ];
        $sql = 'INSERT INTO cotp_ledger_question (account, question_key, attempt, reference, state, origin, form_digest, callback_digest, recipient_digest,'
            . ' form_encrypted, time_zone, asked_at, state_at, lease_owner, lease_until, epoch)'
            . " VALUES (:account, :key, :attempt, :reference, 'reserved', :origin, :form, :url, :recipient, :encrypted, :zone, :now, :now_too, :owner,"
            . " {$this->leaseEnd()}, :epoch)";
        try {
            return $this->database->transaction(function () use ($draft, $now, $sql, $values): bool {
                $this->lockPolicy($draft);
                $this->countRecipient($draft, $now);
                if ($draft->policyOf !== null) {    // archive() keeps this row, so it does not reset the number of reminders
                    $this->remember($draft->account->id(), $draft->key, $draft->attempt, 'policy', $draft->origin);
                }
                return $this->database->write($sql, $values) === 1;
            });
        } catch (PDOException $fault) {
            return $this->database->dialect->isDuplicate($fault->errorInfo ?? []) ? false : throw $fault;
        }
    }

    /** Reserves an attempt that was not sent. Returns false if another process was faster. */
    public function takeOver(Row $row, Draft $draft): bool
    {
        $now = $this->clock->milliseconds();
        $sql = "UPDATE cotp_ledger_question SET state = 'reserved', fence = fence + 1, origin = :origin, form_digest = :form, callback_digest = :url,"
            . ' recipient_digest = :recipient, form_encrypted = :encrypted, time_zone = :zone, asked_at = :now, state_at = :now_too, policy_step = NULL, lease_owner = :owner,'
            . " lease_until = {$this->leaseEnd()}, epoch = :epoch, trouble = '' WHERE id = :id AND state = 'not_sent' AND fence = :fence";
        $values = $this->valuesOf($draft, $now) + ['id' => $row->id, 'fence' => $row->fence, 'now_too' => $now];
        return $this->database->transaction(function () use ($draft, $now, $sql, $values): bool {
            $this->lockPolicy($draft);
            $this->countRecipient($draft, $now);
            return $this->database->write($sql, $values) === 1;
        });
    }

    /** Makes sure that the policy which sends the draft may still act, and locks its row, so that stopPolicies() waits. */
    private function lockPolicy(Draft $draft): void
    {
        $row = $draft->policyOf === null ? [] : $this->database->row(
            "SELECT id FROM cotp_ledger_question WHERE id = :id AND fence = :fence AND policy_at IS NOT NULL {$this->database->dialect->forUpdate()}",
            ['id' => $draft->policyOf->id, 'fence' => $draft->policyOf->fence],
        );
        if ($row === null) {
            throw new PolicyStopped("The policy of \"$draft->key\" was stopped before it sent.");
        }
    }

    /** @return array<string, int|string|null> */
    private function valuesOf(Draft $draft, int $now): array
    {
        return [
            'origin' => $draft->origin, 'form' => $this->digests->ofForm($draft->form), 'url' => $this->digests->ofUrl((string) $draft->form->callbackUrl),
            'recipient' => $this->digests->ofRecipient($draft->form),
            'encrypted' => $this->policies->needForm() ? $this->vault?->encrypt($draft->form, $draft->fallbackEmail(), $draft->reference) : null,
            'zone' => $draft->timeZone, 'now' => $now, 'owner' => $this->owner, 'epoch' => $draft->epoch,
        ];
    }

    /** Locks the recipient, and throws if the recipient has received as many messages as the policy allows. */
    private function countRecipient(Draft $draft, int $now): void
    {
        if ($this->policies->messagesPerRecipient === null) {
            return;
        }
        $digests = $this->digests->allOfRecipient($draft->form);
        $conflict = $this->database->dialect === Dialect::Mysql ? 'ON DUPLICATE KEY UPDATE asked_at = VALUES(asked_at)'
            : 'ON CONFLICT (recipient_digest) DO UPDATE SET asked_at = excluded.asked_at';
        // A process that still has the old secret locks the row of the old digest. Only the row of the current digest stays.
        $locked = $digests;
        sort($locked);
        foreach ($locked as $digest) {
            $this->database->write("INSERT INTO cotp_ledger_recipient (recipient_digest, asked_at) VALUES (:recipient, :now) $conflict", ['recipient' => $digest, 'now' => $now]);
        }
        foreach (array_slice($digests, 1) as $digest) {
            $this->database->write('DELETE FROM cotp_ledger_recipient WHERE recipient_digest = :recipient', ['recipient' => $digest]);
        }
        $this->requireRoom($draft);
    }

    /** Throws if the recipient has received as many messages as the policy allows. */
    public function requireRoom(Draft $draft): void
    {
        if ($this->isRecipientFull($draft->form, $this->clock->milliseconds())) {
            throw new RecipientLimit("The recipient of \"$draft->key\" has received {$this->policies->messagesPerRecipient} messages within"
                . " {$this->policies->recipientWindow} seconds, as many as the policy allows. Nothing was sent.");
        }
    }

    public function isRecipientFull(#[SensitiveParameter] CotpForm $form, int $now): bool
    {
        if ($this->policies->messagesPerRecipient === null) {
            return false;
        }
        $values = ['since' => $now - $this->policies->recipientWindow * 1000];
        foreach ($this->digests->allOfRecipient($form) as $i => $digest) {
            $values["recipient$i"] = $digest;
        }
        $names = implode(', ', array_map(static fn (string $name): string => ":$name", array_slice(array_keys($values), 1)));
        $row = $this->database->row(
            "SELECT count(*) AS n FROM cotp_ledger_question WHERE recipient_digest IN ($names) AND asked_at > :since AND state <> 'not_sent'", $values,
        );
        return Row::int($row ?? [], 'n') >= $this->policies->messagesPerRecipient;
    }

    /** Records that a reserved attempt was sent. Returns false if the attempt has a different owner by now. */
    public function sent(Row $row, string $requestId): bool
    {
        $now = $this->clock->milliseconds();
        return $this->database->write(
            "UPDATE cotp_ledger_question SET state = 'sent', request_id = :request, unconfirmed_id = NULL, state_at = :now, due_at = :due,"
            . " policy_at = CASE WHEN policy_step = 'stopped' THEN policy_at ELSE :policy END, look_ups = 0, trouble = '', lease_owner = NULL, lease_until = NULL"
            . " WHERE id = :id AND fence = :fence AND request_id IS NULL AND state IN ('reserved', 'unknown', 'not_sent', 'sent')",
            [
                'request' => $requestId, 'now' => $now, 'due' => $now + $this->interval(0), 'policy' => $this->firstPolicyAt($row), 'id' => $row->id, 'fence' => $row->fence,
            ],
        ) === 1;
    }

    /** Records the outcome of a reserved attempt without a request id. Returns false if the attempt has a different owner by now. */
    public function failed(Row $row, AskState $state, string $trouble): bool
    {
        return $this->database->write(
            'UPDATE cotp_ledger_question SET state = :state, state_at = :now, trouble = :trouble, lease_owner = NULL, lease_until = NULL'
            . " WHERE id = :id AND fence = :fence AND state = 'reserved'",
            ['state' => $state->value, 'now' => $this->clock->milliseconds(), 'trouble' => self::shorten($trouble), 'id' => $row->id, 'fence' => $row->fence],
        ) === 1;
    }

    /** Marks a reserved attempt as unknown, if its lease is over. */
    public function giveUp(Row $row): bool
    {
        return $this->database->write(
            "UPDATE cotp_ledger_question SET state = 'unknown', state_at = :now, trouble = 'The sending process ended before it learned the outcome.'"
            . " WHERE id = :id AND fence = :fence AND state = 'reserved' AND lease_until <= {$this->database->dialect->now()}",
            ['now' => $this->clock->milliseconds(), 'id' => $row->id, 'fence' => $row->fence],
        ) === 1;
    }

    /** Changes the status, but only forward. Returns the changed row, or null if nothing changed. $fence is that of a claim. */
    public function apply(Row $known, CotpState $state, ?int $fence = null): ?Row
    {
        return $this->database->transaction(function () use ($known, $state, $fence): ?Row {
            $row = $this->byId($known->id, $this->database->dialect->forUpdate());
            if ($row === null || ($fence !== null && $row->fence !== $fence) || !$state->status->supersedes($row->status)) {
                return null;
            }
            $ending = Ending::ofStatus($state->status, $row->isCancelStarted);
            $now = $this->clock->milliseconds();
            $isSeen = in_array($state->status, [CotpStatus::FormViewed, CotpStatus::StoreFailed], true);
            $viewed = $isSeen ? $this->database->dialect->now() : 'viewed_at';
            $this->database->write(
                // MariaDB assigns from left to right: state_at has to read the old state.
                'UPDATE cotp_ledger_question SET state_at = CASE WHEN state = :same THEN state_at ELSE :now END, state = :state, ending = :ending,'
                . " status = :status, raw_status = :raw, viewed_at = $viewed, notified = 0, ended_at = :ended, due_at = :due, policy_at = :policy WHERE id = :id",
                [
                    'status' => $state->status->value, 'raw' => mb_strcut($state->rawStatus, 0, 128), 'ending' => $ending?->value, 'now' => $now, 'id' => $row->id,
                    'state' => ($ending === null ? AskState::Sent : AskState::Ended)->value, 'same' => ($ending === null ? AskState::Sent : AskState::Ended)->value,
                    'ended' => $ending === null ? null : $now,
                    // If this process dies before the listeners return, another calls them after the lease.
                    'due' => $now + ($ending === null ? $this->interval(0) : $this->settings->lease * 1000), 'policy' => $this->policyAtAfter($row, $ending, $now),
                ],
            );
            return $this->byId($row->id);
        });
    }

    private function policyAtAfter(Row $row, ?Ending $ending, int $now): ?int
    {
        return match (true) {
            $ending === null, $row->policyStep === Row::STOPPED => $row->policyAt,
            $ending === Ending::Failed && $this->policies->emailOnMessageFailed && $row->formEncrypted !== null => $now,
            $ending === Ending::Canceled && $row->policyStep !== null => $now,
            default => null,
        };
    }

    private function firstPolicyAt(Row $row): ?int
    {
        $times = array_filter([$this->policies->remindAfter, $this->policies->expireAfter], static fn (?int $seconds): bool => $seconds !== null);
        return $times === [] ? null : $row->askedAt + min($times) * 1000;
    }

    /**
     * Claims rows that are due: sets the owner, and raises the fence. Only the claim is a transaction, not the work.
     *
     * @param string $column due_at or policy_at
     */
    public function claim(string $column): ?Row
    {
        return $this->database->transaction(function () use ($column): ?Row {
            $now = $this->database->dialect->now();
            $row = $this->database->row(
                "SELECT id FROM cotp_ledger_question WHERE $column <= :now AND (lease_until IS NULL OR lease_until <= $now)"
                . " ORDER BY $column LIMIT 1 {$this->database->dialect->forUpdateSkipLocked()}",
                ['now' => $this->clock->milliseconds()],
            );
            $id = $row === null ? null : Row::int($row, 'id');
            if ($id === null) {
                return null;
            }
            $this->database->write(
                "UPDATE cotp_ledger_question SET lease_owner = :owner, lease_until = {$this->leaseEnd()}, fence = fence + 1 WHERE id = :id",
                ['owner' => $this->owner, 'id' => $id],
            );
            return $this->byId($id);
        });
    }

    /** Gives a claim back, unused. */
    public function releaseClaim(Row $row): void
    {
        $this->set($row, 'lease_owner = NULL, lease_until = NULL', 'fence = :fence', ['fence' => $row->fence]);
    }

    /** Ends a claim. The look-ups that follow have growing, spread intervals. */
    public function reschedule(Row $row, string $trouble = ''): bool
    {
        return $this->database->write(
            // Null stays null: then nothing is due.
            'UPDATE cotp_ledger_question SET due_at = due_at * 0 + :due, look_ups = look_ups + 1, trouble = :trouble,'
            . ' lease_owner = NULL, lease_until = NULL WHERE id = :id AND fence = :fence',
            ['due' => $this->clock->milliseconds() + $this->interval($row->lookUps + 1), 'trouble' => self::shorten($trouble), 'id' => $row->id, 'fence' => $row->fence],
        ) === 1;
    }

    /** Ends a claim for a policy. If the policies were stopped since, they stay stopped. */
    public function reschedulePolicy(Row $row, ?int $at, string $trouble = ''): bool
    {
        $finished = $at !== null ? ''
            : "policy_step = CASE WHEN policy_step = 'stopped' THEN policy_step ELSE NULL END, form_encrypted = CASE WHEN state = 'ended' AND notified = 1 THEN NULL ELSE form_encrypted END, ";
        return $this->database->write(
            "UPDATE cotp_ledger_question SET policy_at = CASE WHEN policy_at IS NULL THEN policy_at ELSE :at END, trouble = :trouble, $finished"
            . ' lease_owner = NULL, lease_until = NULL WHERE id = :id AND fence = :fence',
            ['at' => $at, 'trouble' => self::shorten($trouble), 'id' => $row->id, 'fence' => $row->fence],
        ) === 1;
    }

    /** Returns how many attempts a policy has made at the question, with those that are archived. */
    public function countByPolicy(Row $row, string $origin): int
    {
        return Row::int($this->database->row(
            "SELECT count(*) AS n FROM cotp_ledger_history WHERE account = :account AND question_key = :key AND actor = 'policy' AND action = :origin",
            ['account' => $row->account, 'key' => $row->key, 'origin' => $origin],
        ) ?? [], 'n') ?? 0;
    }

    /**
     * Stops the policies of all attempts at a question. A policy that is acting sends nothing any more.
     *
     * @param DateTimeImmutable|null $askedAt of the newest send that is meant: the policies of later ones go on
     */
    public function stopPolicies(string $account, string $key, ?DateTimeImmutable $askedAt = null): void
    {
        $values = ['account' => $account, 'key' => $key];
        $this->database->transaction(function () use ($values, $askedAt): int {
            // A policy locks its row before it adds an attempt: after this query, the update sees all attempts of policies.
            $this->all("q.account = :account AND q.question_key = :key {$this->database->dialect->forUpdate()}", $values);
            return $this->database->write(
                "UPDATE cotp_ledger_question SET policy_at = NULL, policy_step = 'stopped',"
                . " form_encrypted = CASE WHEN state = 'ended' AND notified = 1 THEN NULL ELSE form_encrypted END"
                . ' WHERE account = :account AND question_key = :key' . ($askedAt === null ? '' : ' AND asked_at <= :asked_at'),
                $values + ($askedAt === null ? [] : ['asked_at' => (int) $askedAt->format('Uv')]),
            );
        });
    }

    /** Records that the listeners of the end have returned, and deletes the form unless a policy needs it. */
    public function notified(Row $row): void
    {
        $this->database->write(
            'UPDATE cotp_ledger_question SET notified = 1, due_at = NULL, form_encrypted = CASE WHEN policy_at IS NULL THEN NULL ELSE form_encrypted END'
            . ' WHERE id = :id AND status = :status AND state = :state',
            ['id' => $row->id, 'status' => $row->status->value, 'state' => $row->state->value],
        );
    }

    /** @param array<string, int|string|null> $values */
    public function set(Row $row, string $assignments, string $condition, array $values): bool
    {
        return $this->database->write("UPDATE cotp_ledger_question SET $assignments WHERE id = :id AND $condition", $values + ['id' => $row->id]) === 1;
    }

    public function remember(string $account, string $key, int $attempt, string $actor, string $action, string $detail = ''): void
    {
        $this->database->write(
            'INSERT INTO cotp_ledger_history (account, question_key, attempt, happened_at, actor, action, detail)'
            . ' VALUES (:account, :key, :attempt, :now, :actor, :action, :detail)',
            [
                'account' => $account, 'key' => $key, 'attempt' => $attempt, 'now' => $this->clock->milliseconds(),
                'actor' => mb_strcut($actor, 0, 128), 'action' => $action, 'detail' => self::shorten($detail),
            ],
        );
    }

    /** Milliseconds until the next look-up: doubled each time, and spread by a quarter. */
    public function interval(int $lookUps): int
    {
        $milliseconds = min($this->settings->firstLookUp * 2 ** min($lookUps, 30), $this->settings->longestInterval) * 1000;
        return $milliseconds + random_int(-intdiv($milliseconds, 4), intdiv($milliseconds, 4));
    }

    public function leaseEnd(): string
    {
        return $this->database->dialect->now() . ' + ' . $this->settings->lease * 1000;
    }

    public static function shorten(string $text): string
    {
        return mb_strcut($text, 0, 255);
    }
}
