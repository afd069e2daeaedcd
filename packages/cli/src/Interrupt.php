<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli;

use Closure;

/**
 * Remembers that the run is to end. The signal handler only sets this flag, so that a send in progress still gets its
 * outcome and a file is never left half-written; the code checks it where it is safe to end.
 */
final class Interrupt
{
    private bool $requested = false;
    private bool $isAsking = false;
    private bool $isTransferring = false;

    public function request(): void
    {
        $this->requested = true;
    }

    /**
     * Runs a question to the user, during which nothing is in progress that has to be finished.
     * @template T
     * @param Closure(): T $question
     * @return T
     */
    public function whileAsking(Closure $question): mixed
    {
        $this->isAsking = true;
        try {
            return $question();
        } finally {
            $this->isAsking = false;
        }
    }

    /**
     * Runs a transfer of the HTTP client, during which the process must not end: the client would report a failure.
     * @template T
     * @param Closure(): T $transfer checks for itself whether the run is to end
     * @return T
     * @throws Interrupted when the run is to end
     */
    public function whileTransferring(Closure $transfer): mixed
    {
        $this->isTransferring = true;
        try {
            $result = $transfer();
        } finally {
            $this->isTransferring = false;
        }
        $this->check();
        return $result;
    }

    public function isTransferring(): bool
    {
        return $this->isTransferring;
    }

    /** Whether the process may end at once. */
    public function isAsking(): bool
    {
        return $this->isAsking;
    }

    /** @throws Interrupted when the run is to end */
    public function check(): void
    {
        if ($this->requested) {
            throw new Interrupted('Interrupted.');
        }
    }

    /**
     * Pauses, but not longer than until the run is to end.
     * @throws Interrupted when the run is to end
     */
    public function pause(float $seconds): void
    {
        $end = microtime(true) + $seconds;
        do {
            $this->check();
            $rest = $end - microtime(true);
            usleep(max(0, (int) (min($rest, 0.05) * 1e6)));
        } while ($rest > 0);
        $this->check();
    }
}
