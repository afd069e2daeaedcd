<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

/** Amounts as agents type them. What could mean two amounts, such as "1,234" or "1.234,50", is refused. */
final class Money
{
    /** The digits after the decimal separator, by ISO 4217. */
    public const DECIMALS = ['CHF' => 2, 'EUR' => 2, 'GBP' => 2, 'JPY' => 0, 'USD' => 2];

    /** Returns the amount as it is stored and sent, such as "120.00"; null if it is not valid. */
    public static function parse(string $typed, string $currency): ?string
    {
        $decimals = self::DECIMALS[$currency] ?? 2;
        $pattern = $decimals === 0 ? '/^(\d{1,7})$/D' : "/^(\d{1,7})(?:[.,](\d{{$decimals}}))?$/D";
        if (preg_match($pattern, $typed, $match) !== 1) {
            return null;
        }
        $amount = (int) $match[1] . ($decimals === 0 ? '' : '.' . ($match[2] ?? str_repeat('0', $decimals)));
        return (float) $amount > 0 ? $amount : null;
    }

    public static function rule(string $currency): string
    {
        return (self::DECIMALS[$currency] ?? 2) === 0
            ? "The amount in $currency must be more than 0 and at most seven digits, without a comma or a point: 12000."
            : 'The amount must be more than 0 and at most seven digits, and may end with a comma or a point and two digits: 120 or 120,00 or 120.00. Write 1234, not 1,234 or 1.234.';
    }
}
