<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal Time and chance. */
final class Clock
{
    /** Returns seconds on a clock that is never set. */
    public static function now(): float
    {
        return hrtime(true) / 1e9;
    }

    public static function random(): float
    {
        return random_int(0, 0x7FFFFFFE) / 0x7FFFFFFF;
    }
}
