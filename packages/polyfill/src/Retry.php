<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpOutcome;

/** @internal Whether an operation is retried, and when, as in cotp_http_retry.c. */
final class Retry
{
    private const MOST_STALE_CONNECTIONS = 2;

    /** When the next attempt is due. */
    public float $due = 0.0;
    /** Whether it needs a new connection. */
    public bool $isFresh = false;
    private int $staleConnections = 0;
    private bool $hasAskedAgain = false;

    public function __construct(#[\SensitiveParameter] private readonly Operation $operation)
    {
    }

    /** A kept connection was dead and nothing was sent on it. */
    private function connectionWasStale(#[\SensitiveParameter] Attempt $attempt): bool
    {
        $failure = $this->operation->failure;
        return $attempt->isReused && $failure !== null && $failure->domain === Domain::Transport
            && (!$attempt->isRequestSent || $failure->outcome === CotpOutcome::NotSent);
    }

    /** Called after an attempt that may be retried. Returns whether there is another one. */
    public function schedule(#[\SensitiveParameter] Attempt $attempt, float $deadline): bool
    {
        return $this->isAnother($attempt) && $this->isInTime($this->due, $deadline);
    }

    private function isAnother(#[\SensitiveParameter] Attempt $attempt): bool
    {
        $this->due = Clock::now();
        if ($this->connectionWasStale($attempt) && $this->staleConnections < self::MOST_STALE_CONNECTIONS) {
            $this->staleConnections++;
            $this->isFresh = true;
            return true;
        }
        $this->isFresh = $attempt->code !== 0 || $attempt->fit === Fit::Foreign; // the kept connections may be just as dead
        if ($attempt->fit === Fit::Foreign) {
            $isFirst = !$this->hasAskedAgain;
            $this->hasAskedAgain = true;
            return $isFirst;
        }
        $failures = $this->operation->attempts - $this->staleConnections - ($this->hasAskedAgain ? 1 : 0);
        if ($failures > $this->operation->settings->retries) {
            return false;
        }
        $longest = min(Tables::LONGEST_PAUSE, Tables::FIRST_PAUSE << min($failures, 6) - 1);
        $longest = $failures > 5 ? Tables::LONGEST_PAUSE : $longest;
        // full jitter keeps machines that failed together from coming back together
        $this->due += max($longest * Clock::random() / 1e6, $this->operation->failure->retryAfter ?? -1.0);
        return true;
    }

    /** A send that runs into its deadline would turn a safe refusal into an unknown outcome. */
    public function isInTime(float $start, float $deadline): bool
    {
        $needed = min($this->operation->settings->timeout / 2, Tables::SEND_NEEDS / 1e6);
        return $deadline - $start >= ($this->operation->isRetrySafe ? 1e-6 : $needed);
    }
}
