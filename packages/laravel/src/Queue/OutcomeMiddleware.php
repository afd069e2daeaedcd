<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Queue;

use Closure;
use Cotp\Laravel\CotpManager;
use Cotp\Ledger\Exception\InProgress;
use Illuminate\Container\Container;
use Illuminate\Contracts\Queue\Job as QueuedJob;
use Illuminate\Queue\Jobs\Job;
use Illuminate\Queue\Jobs\SyncJob;
use Throwable;

/**
 * Middleware of jobs that send. If the message may have been sent, or a retry cannot help, the job fails at once,
 * whatever "queue:work --tries" says. If the service asked to wait, the job is released for so long.
 *
 * It cannot protect against a worker that dies after sending: only the ledger does.
 */
final readonly class OutcomeMiddleware
{
    /**
     * @param int|null $whileInProgress seconds until a job is tried again that found another process sending; null: the
     *     lease of the ledger, after which the outcome is known
     */
    public function __construct(private ?int $whileInProgress = null)
    {
    }

    /** @param Closure(object): mixed $next */
    public function handle(object $job, Closure $next): mixed
    {
        try {
            return $next($job);
        } catch (Throwable $thrown) {
            $fault = Outcomes::find($thrown) ?? throw $thrown;
            $queued = $this->queued($job);
            if (!Outcomes::mayRetry($fault)) {
                $queued?->fail($thrown);
                throw $thrown;                                  // so that it is reported; a failed job is not retried
            }
            $delay = $fault instanceof InProgress ? $this->whileInProgress ?? $this->lease() : Outcomes::delay($fault);
            if ($queued === null || $delay === null) {
                throw $thrown;                                  // the worker retries after the backoff of the job
            }
            $tries = $queued instanceof QueuedJob ? (int) $queued->maxTries() : 0;              // 0: no limit
            if ($tries > 0 && $queued->attempts() >= $tries) {
                throw $thrown;                                  // the last attempt: the worker fails the job
            }
            $queued->release($delay);
            return null;
        }
    }

    private function lease(): int
    {
        return Container::getInstance()->make(CotpManager::class)->configuration()->settings()->lease;
    }

    private function queued(object $job): ?Job
    {
        $queued = property_exists($job, 'job') ? $job->job : null;
        return $queued instanceof Job && !$queued instanceof SyncJob ? $queued : null;
    }
}
