<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use Cotp\Ledger\AskState;
use Cotp\Ledger\Exception\InProgress;
use Cotp\Ledger\Exception\UnknownKey;
use Cotp\Ledger\Figures;
use Cotp\Ledger\ForgetReport;
use Cotp\Ledger\Resolution;
use DateTimeImmutable;
use DateTimeInterface;
use ValueError;

/**
 * What persons and housekeeping do: resolve, forget, archive, release.
 *
 * @internal
 */
final readonly class Keeper
{
    private const ELSEWHERE = [
        'The queue: jobs and messages that contain the form, also in the tables of failed jobs and in dead-letter queues.',
        'The logs of the site, of its web server and of its proxies, if they contain addresses or callback URLs.',
        'Backups and replicas of the database.',
        'The booking itself, and what the listeners of CardStored have stored.',
        'PCI Booking: delete the card if you do not need it any more.',
    ];

    public function __construct(private Database $database, private Questions $questions, private Clock $clock)
    {
    }

    public function resolve(Row $row, Resolution $resolution, string $by, ?string $requestId, ?DateTimeImmutable $askedAt): bool
    {
        return $this->database->transaction(function () use ($row, $resolution, $by, $requestId, $askedAt): bool {
            if ($requestId !== null && $this->questions->all('q.account = :account AND q.request_id = :request', ['account' => $row->account, 'request' => $requestId]) !== []) {
                throw new ValueError('Ledger::resolve(): $requestId must not be the request id of a different question');
            }
            $now = $this->clock->milliseconds();
            $isChanged = $this->questions->set(
                $row,
                'state = :state, state_at = :now, request_id = :request, due_at = :due, lease_owner = NULL, lease_until = NULL',
                "state = 'unknown' AND fence = :fence AND asked_at = :asked",
                [
                    'state' => $resolution->value, 'now' => $now, 'request' => $requestId, 'due' => $requestId === null ? null : $now,
                    'fence' => $row->fence, 'asked' => $askedAt === null ? $row->askedAt : self::milliseconds($askedAt),
                ],
            );
            if ($isChanged) {
                $this->questions->remember($row->account, $row->key, $row->attempt, $by, "resolved: $resolution->value");
            }
            return $isChanged;
        });
    }

    /** Returns whether two times of Ask are the same; the ledger stores milliseconds. */
    public static function isSame(DateTimeImmutable $one, DateTimeImmutable $other): bool
    {
        return self::milliseconds($one) === self::milliseconds($other);
    }

    private static function milliseconds(DateTimeInterface $time): int
    {
        return (int) $time->format('Uv');
    }

    public function forget(string $account, string $key): ForgetReport
    {
        return $this->database->transaction(function () use ($account, $key): ForgetReport {
            $rows = $this->questions->all(
                "q.account = :account AND q.question_key = :key {$this->database->dialect->forUpdate()}", ['account' => $account, 'key' => $key],
            );
            if ($rows === [] && $this->questions->newest($account, $key) === null) {
                throw new UnknownKey("The question \"$key\" does not exist.");
            }
            $callbacks = 0;
            foreach ($rows as $row) {
                if ($row->state === AskState::Reserved && $row->isLeased) {
                    throw new InProgress("A process is sending \"$key\": forget it when that has finished.", $row->toAsk());
                }
                $callbacks += $this->forgetAttempt($row);
            }
            return new ForgetReport(count($rows), $callbacks, self::ELSEWHERE);
        });
    }

    private function forgetAttempt(Row $row): int
    {
        $this->questions->set(
            $row,
            "form_digest = NULL, callback_digest = NULL, recipient_digest = NULL, form_encrypted = NULL, unconfirmed_id = NULL, time_zone = NULL, trouble = '',"
            . ' policy_at = NULL, policy_step = NULL',
            '1 = 1', [],
        );
        if ($row->recipientDigest !== null) {
            $this->database->write(
                'DELETE FROM cotp_ledger_recipient WHERE recipient_digest = :recipient'
                . ' AND NOT EXISTS (SELECT 1 FROM cotp_ledger_question WHERE recipient_digest = :recipient_too)',
                ['recipient' => $row->recipientDigest, 'recipient_too' => $row->recipientDigest],
            );
        }
        return $this->database->write('DELETE FROM cotp_ledger_inbox WHERE account = :account AND reference = :reference', ['account' => $row->account, 'reference' => $row->reference]);
    }

    public function archive(DateTimeInterface $before, int $limit, int $leastAge): int
    {
        $limitTime = self::milliseconds($before);
        if ($limitTime > $this->clock->milliseconds() - $leastAge * 1000) {
            throw new ValueError("Ledger::archive(): Argument #1 (\$before) must be at least $leastAge seconds ago");
        }
        return $this->database->transaction(function () use ($limitTime, $limit): int {
            $rows = $this->questions->all(
                "q.ended_at < :before AND q.state = 'ended' AND q.notified = 1 AND q.policy_at IS NULL"
                // The oldest attempt first: the newest must not disappear behind an older one that is not archived yet.
                . ' AND NOT EXISTS (SELECT 1 FROM cotp_ledger_question o WHERE o.account = q.account AND o.question_key = q.question_key AND o.attempt < q.attempt)'
                . " ORDER BY q.ended_at LIMIT $limit"
                . " {$this->database->dialect->forUpdateSkipLocked()}",
                ['before' => $limitTime],
            );
            foreach ($rows as $row) {
                $this->archiveOne($row);
            }
            $this->database->write('DELETE FROM cotp_ledger_inbox WHERE done_at < :before', ['before' => $limitTime]);
            return count($rows);
        });
    }

    private function archiveOne(Row $row): void
    {
        $this->database->write(
            'INSERT INTO cotp_ledger_archive (account, question_key, attempt, reference, request_id, ending, status, asked_at, ended_at)'
            . ' SELECT account, question_key, attempt, reference, request_id, ending, status, asked_at, ended_at FROM cotp_ledger_question WHERE id = :id',
            ['id' => $row->id],
        );
        $this->database->write('DELETE FROM cotp_ledger_question WHERE id = :id', ['id' => $row->id]);
    }

    public function figures(string $account): Figures
    {
        $open = $this->database->row(
            "SELECT count(*) AS n FROM cotp_ledger_question WHERE account = :account AND state = 'sent' AND due_at IS NOT NULL", ['account' => $account],
        ) ?? [];
        $unknown = $this->database->row(
            'SELECT count(*) AS n, min(asked_at) AS oldest FROM cotp_ledger_question'
            . " WHERE account = :account AND (state = 'unknown' OR (state = 'reserved' AND lease_until <= {$this->database->dialect->now()}))",
            ['account' => $account],
        ) ?? [];
        $now = $this->clock->milliseconds();
        $age = intdiv($now - (Row::int($unknown, 'oldest') ?? $now), 1000);
        return new Figures(Row::int($open, 'n') ?? 0, Row::int($unknown, 'n') ?? 0, max(0, $age));
    }

    public function raiseEpoch(string $by): int
    {
        return $this->database->transaction(function () use ($by): int {
            $row = $this->database->row("SELECT value FROM cotp_ledger_meta WHERE name = 'epoch' {$this->database->dialect->forUpdate()}") ?? [];
            $epoch = (Row::int($row, 'value') ?? 1) + 1;
            $this->database->write("UPDATE cotp_ledger_meta SET value = :epoch WHERE name = 'epoch'", ['epoch' => (string) $epoch]);
            $this->questions->remember('*', '*', 0, $by, 'epoch raised', (string) $epoch);
            return $epoch;
        });
    }

    public function release(string $account, string $key, int $epoch, string $by): void
    {
        $isNew = $this->database->insert(
            'INSERT INTO cotp_ledger_release (account, question_key, epoch, released_by, released_at) VALUES (:account, :key, :epoch, :by, :now)',
            ['account' => $account, 'key' => $key, 'epoch' => $epoch, 'by' => mb_strcut($by, 0, 128), 'now' => $this->clock->milliseconds()],
        );
        $isNew && $this->questions->remember($account, $key, 0, $by, 'released', (string) $epoch);
    }
}
