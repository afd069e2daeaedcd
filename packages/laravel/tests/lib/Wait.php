<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\lib;

use Closure;
use RuntimeException;

final class Wait
{
    /**
     * Waits until the condition returns neither null nor false, and returns its result.
     *
     * @template T
     * @param Closure(): (T|null|false) $condition
     * @return T
     */
    public static function until(Closure $condition, string $what, float $seconds = 30): mixed
    {
        $end = hrtime(true) + $seconds * 1e9;
        do {
            $result = $condition();
            if ($result !== null && $result !== false) {
                return $result;
            }
            usleep(10_000);
        } while (hrtime(true) < $end);
        throw new RuntimeException("It did not happen that $what.");
    }
}
