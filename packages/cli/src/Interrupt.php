<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli;

/**
 * Remembers that the run is to end. The signal handler only sets this flag, so that a send in progress still gets its
 * outcome and a file is never left half-written; the code checks it where it is safe to end.
 */
final class Interrupt
{
    private bool $requested = false;

    public function request(): void
    {
        $this->requested = true;
    }

    public function isRequested(): bool
    {
        return $this->requested;
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
