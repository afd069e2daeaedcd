<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use Closure;
use CotpCallback;
use CotpException;
use Throwable;

/** A queue in a table. Each job takes effect once, even if a worker is killed at the worst moment. */
final class Queue
{
    private const MOST_ATTEMPTS = 12;
    /** Longer than the lifetime of a callback URL, so that an event cannot be stored again. */
    private const KEPT_SECONDS = 40 * 86400;

    public function __construct(private Database $database)
    {
    }

    /** Once this returns, the event cannot be lost. The same event is stored once, however often it is delivered. */
    public function addCallback(CotpCallback $event, int $now): void
    {
        $this->database->transaction(fn () => $this->add('callback', $event->reference, $event->dedupeKey(), $now, $event));
    }

    public function add(string $kind, string $reference, string $dedupeKey, int $now, ?CotpCallback $event = null): void
    {
        $this->database->run(
            'INSERT INTO job (kind, reference, dedupe_key, request_id, raw_status, told_time, created_at, due_at)
             VALUES (:kind, :reference, :dedupe_key, :request_id, :raw_status, :told_time, :now, :now_too)
             ON CONFLICT (dedupe_key, reference) DO NOTHING',
            [
                'kind' => $kind, 'reference' => $reference, 'dedupe_key' => $dedupeKey, 'request_id' => $event?->requestId,
                'raw_status' => $event?->rawStatus, 'told_time' => $event?->time, 'now' => $now, 'now_too' => $now,
            ],
        );
    }

    /**
     * Processes the next job that is due, if any. $ask calls the service for the job, and returns a closure that writes the
     * result. The job is claimed, its effect written and its end recorded in one transaction, so that another worker, or the
     * same one after a crash, finds either all of it or nothing.
     *
     * PostgreSQL locks the job, and only the job, during the call to the service. SQLite has a single write lock, and callbacks
     * would have to wait for it: there the job is claimed after the response, and a second worker discards its response.
     * @param Closure(array<string, mixed>): Closure $ask
     * @return bool whether a job was due
     */
    public function takeNext(int $now, Closure $ask): bool
    {
        $job = null;
        $isLocked = $this->database->isPostgres;
        $isLocked && $this->database->begin();
        try {
            $job = $this->nextDue($now);
            $write = $job === null ? null : $ask($job);
            if (!$isLocked && $job !== null) {
                $this->database->begin();
                $isLocked = true;
                $write = $this->isWaiting($job['id']) ? $write : null;
            }
            $write === null || $write();
            $isLocked && $this->database->commit();
        } catch (Throwable $fault) {
            $isLocked && $this->database->rollBack();
            $job === null ? throw $fault : $this->failed($job, $fault, $now);
        }
        return $job !== null;
    }

    /** @param array<string, mixed> $job */
    public function finish(array $job, int $now, string $result = 'done'): void
    {
        if ($job['kind'] === 'poll') {
            $this->database->run('DELETE FROM job WHERE id = :id', ['id' => $job['id']]);       // so that another poll can be queued later
            return;
        }
        $this->database->run(
            "UPDATE job SET state = 'done', result = :result, finished_at = :now WHERE id = :id", ['id' => $job['id'], 'result' => $result, 'now' => $now],
        );
    }

    /** @param array<string, mixed> $job */
    public function postpone(array $job, int $dueAt, string $result): void
    {
        $this->database->run('UPDATE job SET due_at = :due, result = :result WHERE id = :id', ['id' => $job['id'], 'due' => $dueAt, 'result' => $result]);
    }

    /** Makes early callbacks due, because the request id is known now. */
    public function wake(string $reference, int $now): void
    {
        $this->database->run(
            "UPDATE job SET due_at = :now WHERE reference = :reference AND state = 'waiting' AND attempts = 0", ['reference' => $reference, 'now' => $now],
        );
    }

    /** @return list<array<string, mixed>> oldest first */
    public function jobsOf(string $reference): array
    {
        return $this->database->rows('SELECT * FROM job WHERE reference = :reference ORDER BY id', ['reference' => $reference]);
    }

    public function forgetOld(int $now): void
    {
        $this->database->run("DELETE FROM job WHERE state <> 'waiting' AND finished_at < :limit", ['limit' => $now - self::KEPT_SECONDS]);
    }

    /** @return ?array<string, mixed> */
    private function nextDue(int $now): ?array
    {
        return $this->database->row(
            "SELECT * FROM job WHERE state = 'waiting' AND due_at <= :now ORDER BY due_at, id LIMIT 1 " . $this->database->lockRows('SKIP LOCKED'),
            ['now' => $now],
        );
    }

    private function isWaiting(int $id): bool
    {
        return $this->database->row("SELECT 1 AS yes FROM job WHERE id = :id AND state = 'waiting'", ['id' => $id]) !== null;
    }

    /** @param array<string, mixed> $job */
    private function failed(array $job, Throwable $fault, int $now): void
    {
        $text = $fault::class . ': ' . $fault->getMessage();
        error_log("job {$job['id']} ({$job['kind']}): $text");
        $attempts = $job['attempts'] + 1;
        if ($attempts >= self::MOST_ATTEMPTS && $job['kind'] === 'poll') {
            $this->finish($job, $now);
            return;
        }
        $retryAfter = $fault instanceof CotpException ? (int) ceil($fault->retryAfter ?? 0.0) : 0;
        $this->database->run(
            "UPDATE job SET attempts = :attempts, due_at = :due, result = :result, state = :state, finished_at = :finished
             WHERE id = :id AND state = 'waiting'",
            [
                'id' => $job['id'], 'attempts' => $attempts, 'due' => $now + max($retryAfter, min(3600, 2 ** $attempts)), 'result' => $text,
                'state' => $attempts < self::MOST_ATTEMPTS ? 'waiting' : 'failed',
                'finished' => $attempts < self::MOST_ATTEMPTS ? null : $now,
            ],
        );
    }
}
