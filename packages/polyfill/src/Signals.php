<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/**
 * @internal Delays signal handlers until the run can obey them. Otherwise a handler could run between any two lines, and even within a
 * callback of libcurl, where it may throw or fork.
 */
final class Signals
{
    private bool $areHeld = false;

    public function hold(): void
    {
        $isPossible = function_exists('pcntl_async_signals') && function_exists('pcntl_signal_dispatch'); // hosts disable functions
        if (!$this->areHeld && $isPossible && pcntl_async_signals()) {
            $this->areHeld = true;
            pcntl_async_signals(false);
        }
    }

    /** Lets handlers run at once, such as those of signals that arrive while an observer runs. */
    public function allow(): void
    {
        if ($this->areHeld) {
            $this->areHeld = false;
            pcntl_async_signals(true);
        }
    }

    /** Runs the handlers of all signals that have arrived. They may throw. */
    public function dispatch(): void
    {
        $this->release();
        $this->hold();
    }

    /** Ends the delay. The handlers of signals that have arrived run now, and may throw. */
    public function release(): void
    {
        $wereHeld = $this->areHeld;
        $this->allow();
        if ($wereHeld) {
            pcntl_signal_dispatch();
        }
    }
}
