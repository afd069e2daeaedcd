<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use DateTimeImmutable;
use DateTimeZone;

/** @internal The value of Retry-After: seconds, also with a fraction, or an HTTP date. */
final class RetryAfter
{
    private const DATES = ['D, d M Y H:i:s T', 'l, d-M-y H:i:s T', 'D M j H:i:s Y'];

    /** Returns seconds, or -1 if the value is not valid or not in the future. */
    public static function read(string $value, int $now): float
    {
        $value = trim($value, " \t\r\n");
        $seconds = preg_match('/\A[0-9]+\.?[0-9]*\z/', $value) === 1 ? (float) $value : self::date($value, $now);
        return $seconds === null || $seconds <= 0.0 ? -1.0 : min($seconds, Tables::LONGEST_RETRY_AFTER);
    }

    private static function date(string $value, int $now): ?float
    {
        if ($value === '' || strlen($value) >= Tables::MAX_RETRY_AFTER_DATE) {
            return null;
        }
        foreach (self::DATES as $format) {
            $date = DateTimeImmutable::createFromFormat($format, $value, new DateTimeZone('UTC'));
            if ($date !== false) {
                return (float) ($date->getTimestamp() - $now);
            }
        }
        return null;
    }
}
