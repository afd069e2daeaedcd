<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Example;

/** The longest time between two ticks of a timer: how long the event loop served nobody. */
final class LongestPause
{
    private int $last;
    private int $longest = 0;

    public function __construct()
    {
        $this->last = hrtime(true);
    }

    public function tick(): void
    {
        $now = hrtime(true);
        $this->longest = max($this->longest, $now - $this->last);
        $this->last = $now;
    }

    /** Returns the longest pause in milliseconds and starts anew. */
    public function take(): int
    {
        $this->tick();
        $longest = intdiv($this->longest, 1_000_000);
        $this->longest = 0;
        return $longest;
    }
}
