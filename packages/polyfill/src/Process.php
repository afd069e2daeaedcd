<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal This process. */
final class Process
{
    /** Returns 0 where the function is disabled. Such a machine does not let PHP code fork either. */
    public static function id(): int
    {
        return function_exists('getmypid') ? (int) getmypid() : 0;
    }
}
