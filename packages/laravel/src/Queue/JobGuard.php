<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Queue;

use Cotp\Laravel\CotpManager;
use Illuminate\Contracts\Queue\Job;
use Illuminate\Queue\Events\JobExceptionOccurred;
use Illuminate\Queue\Events\JobQueueing;
use PDOException;
use Throwable;

/** Watches all jobs of the site. */
final readonly class JobGuard
{
    private const CLASSES = '~O:\d+:\\\\+"(CotpForm|CotpState)\\\\+"~';

    public function __construct(private CotpManager $cotp)
    {
    }

    /**
     * Rejects a job whose payload would show a form or a card: in the queue, in failed_jobs, and in what displays them.
     * Laravel does not announce the jobs of Bus::batch() on a connection with the database driver.
     */
    public function onQueueing(JobQueueing $event): void
    {
        if (preg_match(self::CLASSES, $event->payload, $match) === 1) {
            throw new UnencryptedForm("The job contains a $match[1], so it must implement Illuminate\\Contracts\\Queue\\ShouldBeEncrypted. It was not queued.");
        }
    }

    /** Fails a job that must not be run again. */
    public function onException(JobExceptionOccurred $event): void
    {
        if ($event->exception instanceof PDOException) {
            $this->cotp->reconnect();
        }
        if (!$event->job->hasFailed() && Outcomes::isFinal($event->exception)) {
            $this->fail($event->job, $event->exception);
        }
    }

    private function fail(Job $job, Throwable $fault): void
    {
        try {
            $job->fail($fault);
        } catch (Throwable $second) {
            // Laravel reads the payload again to call failed(), and an unreadable one throws again. The job has failed all the same.
            $job->hasFailed() || throw $second;
        }
    }
}
