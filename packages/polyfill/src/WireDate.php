<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal Reads the dates of responses: ISO 8601 and the one of .NET. */
final class WireDate
{
    private const ISO = '/\A([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?(.*)\z/s';
    private const NET = '~\A/date\((-?)([0-9]{1,15})((?:[+-][0-9]{4})?)\)/\z~i';

    /** Returns seconds since 1970, or null if the text is not a date with a time. */
    public static function read(string $text): ?int
    {
        $seconds = self::iso($text) ?? self::net($text);
        return $seconds !== null && $seconds >= -62135596800 && $seconds <= 253402300799 ? $seconds : null;
    }

    private static function iso(string $text): ?int
    {
        if (preg_match(self::ISO, $text, $parts) !== 1) {
            return null;
        }
        [$year, $month, $day, $hour, $minute, $second] = array_map(intval(...), array_slice($parts, 1, 6));
        $offset = self::offset($parts[7]);
        if ($offset === null || !self::isDay($year, $month, $day) || $hour > 23 || $minute > 59 || $second > 59) {
            return null;
        }
        return self::days($year, $month, $day) * 86400 + $hour * 3600 + $minute * 60 + $second - $offset;
    }

    private static function net(string $text): ?int
    {
        if (preg_match(self::NET, $text, $parts) !== 1 || self::offset($parts[3]) === null) {
            return null;
        }
        $milliseconds = (int) $parts[2];
        return $parts[1] === '-' ? -intdiv($milliseconds + 999, 1000) : intdiv($milliseconds, 1000);
    }

    /** Reads "+hh:mm", "+hhmm" or "+hh"; nothing and "Z" mean UTC. */
    private static function offset(string $text): ?int
    {
        if ($text === '' || $text === 'Z' || $text === 'z') {
            return 0;
        }
        if (preg_match('/\A([+-])([0-9]{2})(?::?([0-9]{2}))?\z/', $text, $parts) !== 1) {
            return null;
        }
        [$hours, $minutes] = [(int) $parts[2], (int) ($parts[3] ?? 0)];
        return $hours <= 23 && $minutes <= 59 ? ($parts[1] === '-' ? -1 : 1) * ($hours * 3600 + $minutes * 60) : null;
    }

    private static function isDay(int $year, int $month, int $day): bool
    {
        $isLeap = ($year % 4 === 0 && $year % 100 !== 0) || $year % 400 === 0;
        $last = $month === 2 ? 28 + ($isLeap ? 1 : 0) : 30 + ($month + intdiv($month, 8)) % 2;
        return $month >= 1 && $month <= 12 && $day >= 1 && $day <= $last;
    }

    /** Days since 1970, in the Gregorian calendar also for years before it. */
    private static function days(int $year, int $month, int $day): int
    {
        $year -= $month <= 2 ? 1 : 0;
        $turn = (int) floor($year / 400);
        $yearOfTurn = $year - $turn * 400;
        $dayOfYear = intdiv(153 * ($month + ($month > 2 ? -3 : 9)) + 2, 5) + $day - 1;
        return $turn * 146097 + $yearOfTurn * 365 + intdiv($yearOfTurn, 4) - intdiv($yearOfTurn, 100) + $dayOfYear - 719468;
    }
}
