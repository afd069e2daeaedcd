<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use Cotp\Ledger\Exception\InboxFull;
use Cotp\Ledger\Settings;
use CotpCallback;
use PDOException;

/**
 * The table of callbacks.
 *
 * @internal
 */
final readonly class Inbox
{
    public function __construct(
        private Database $database,
        private Clock $clock,
        private Settings $settings,
        private string $owner,
        private string $leaseEnd,
    ) {
    }

    /** Stores a callback, once. When this returns, the callback is committed. */
    public function store(string $account, CotpCallback $event): void
    {
        $values = ['account' => $account, 'reference' => $event->reference];
        $dedupe = ['dedupe' => $event->dedupeKey()];
        $this->database->refuseOpenTransaction();
        $counts = $this->database->row(
            'SELECT count(due_at) AS waiting, coalesce(sum(CASE WHEN dedupe_key = :dedupe THEN 1 ELSE 0 END), 0) AS known'
            . ' FROM cotp_ledger_inbox WHERE reference = :reference AND account = :account',
            $values + $dedupe,
        ) ?? [];
        if (Row::int($counts, 'known') > 0) {
            return;
        }
        if (Row::int($counts, 'waiting') >= $this->settings->waitingPerReference) {
            throw new InboxFull("{$this->settings->waitingPerReference} callbacks of one question wait to be processed. Respond with 503.");
        }
        $now = $this->clock->milliseconds();
        $this->database->insert(
            'INSERT INTO cotp_ledger_inbox (account, reference, dedupe_key, request_id, raw_status, told_time, received_at, due_at)'
            . ' VALUES (:account, :reference, :dedupe, :request, :status, :time, :now, :due)',
            $values + $dedupe + ['request' => $event->requestId, 'status' => $event->rawStatus, 'time' => $event->time, 'now' => $now, 'due' => $now],
        );
    }

    /** Claims the next callback that is due. */
    public function claim(): ?Event
    {
        return $this->database->transaction(function (): ?Event {
            $now = $this->database->dialect->now();
            $row = $this->database->row(
                "SELECT * FROM cotp_ledger_inbox WHERE due_at <= :now AND (lease_until IS NULL OR lease_until <= $now)"
                . " ORDER BY due_at, id LIMIT 1 {$this->database->dialect->forUpdateSkipLocked()}",
                ['now' => $this->clock->milliseconds()],
            );
            if ($row === null) {
                return null;
            }
            $event = new Event(['fence' => (Row::int($row, 'fence') ?? 0) + 1] + $row);
            $this->database->write(
                "UPDATE cotp_ledger_inbox SET lease_owner = :owner, lease_until = $this->leaseEnd, fence = fence + 1 WHERE id = :id",
                ['owner' => $this->owner, 'id' => $event->id],
            );
            return $event;
        });
    }

    /**
     * Records that a callback was processed. Returns false if another worker has claimed it since.
     *
     * @param string $state done, ignored or failed
     */
    public function finish(Event $event, string $state, string $result = ''): bool
    {
        return $this->database->write(
            'UPDATE cotp_ledger_inbox SET state = :state, result = :result, done_at = :now, due_at = NULL, lease_owner = NULL, lease_until = NULL'
            . ' WHERE id = :id AND fence = :fence AND due_at IS NOT NULL',
            ['state' => $state, 'result' => Questions::shorten($result), 'now' => $this->clock->milliseconds(), 'id' => $event->id, 'fence' => $event->fence],
        ) === 1;
    }

    /** Returns the newest callback of the question that is stored by now. */
    public function newestId(Event $event): int
    {
        return Row::int($this->database->row(
            'SELECT max(id) AS id FROM cotp_ledger_inbox WHERE reference = :reference AND account = :account',
            ['reference' => $event->reference, 'account' => $event->account],
        ) ?? [], 'id') ?? 0;
    }

    /** Finishes the callbacks of the same request that were stored before Retrieve was called: its response covers them. */
    public function finishOthers(Event $event, int $newestId): int
    {
        return $this->database->write(
            "UPDATE cotp_ledger_inbox SET state = 'done', result = 'covered by the Retrieve for another callback', done_at = :now, due_at = NULL"
            . ' WHERE reference = :reference AND account = :account AND request_id = :request AND id <= :newest AND id <> :id AND due_at IS NOT NULL'
            . " AND (lease_until IS NULL OR lease_until <= {$this->database->dialect->now()})",
            [
                'now' => $this->clock->milliseconds(), 'reference' => $event->reference, 'account' => $event->account, 'request' => $event->requestId,
                'newest' => $newestId, 'id' => $event->id,
            ],
        );
    }

    /** Processes a callback again later; after many attempts, sets it aside. The look-ups go on. Returns whether it is due again. */
    public function retry(Event $event, string $why): bool
    {
        if ($event->attempts + 1 >= $this->settings->attemptsPerCallback) {
            $this->finish($event, 'failed', $why);
            return false;
        }
        $this->postpone($event, min(1 << min($event->attempts, 10), 600), $why, 1);
        return true;
    }

    public function postpone(Event $event, int $seconds, string $why, int $attempts = 0): void
    {
        $this->database->write(
            'UPDATE cotp_ledger_inbox SET due_at = :due, attempts = attempts + :attempts, result = :why, lease_owner = NULL, lease_until = NULL'
            . ' WHERE id = :id AND fence = :fence',
            ['due' => $this->clock->milliseconds() + $seconds * 1000, 'attempts' => $attempts, 'why' => Questions::shorten($why), 'id' => $event->id, 'fence' => $event->fence],
        );
    }
}
