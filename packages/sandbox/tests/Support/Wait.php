<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests\Support;

use Closure;
use PHPUnit\Framework\Assert;

/** Waits for conditions. */
final class Wait
{
    private const LONGEST_NANOSECONDS = 20_000_000_000;
    private const PAUSE_MICROSECONDS = 10_000;

    /**
     * Calls $condition until its result is neither null nor false. The deadline measures nothing: it only ends a test that has failed.
     * @template T
     * @param Closure(): (T|null|false) $condition
     * @return T
     */
    public static function until(Closure $condition, string $what): mixed
    {
        $deadline = hrtime(true) + self::LONGEST_NANOSECONDS;
        do {
            $result = $condition();
            if ($result !== null && $result !== false) {
                return $result;
            }
            usleep(self::PAUSE_MICROSECONDS);
        } while (hrtime(true) < $deadline);
        Assert::fail("$what: was not fulfilled");
    }
}
