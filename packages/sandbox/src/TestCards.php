<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The accepted cards: well-known test numbers that no bank has issued. */
final class TestCards
{
    /** @var array<int|string, string> number => scheme; the last four digits are unique */
    public const NUMBERS = [
        '4111111111111111' => 'Visa',
        '4242424242424242' => 'Visa',
        '4012888888881881' => 'Visa',
        '5555555555554444' => 'Mastercard',
        '5105105105105100' => 'Mastercard',
        '2223003122003222' => 'Mastercard',
        '378282246310005' => 'American Express',
        '371449635398431' => 'American Express',
        '6011111111111117' => 'Discover',
        '30569309025904' => 'Diners Club',
        '3530111333300000' => 'JCB',
    ];

    public static function isTestCard(string $number): bool
    {
        return isset(self::NUMBERS[$number]);
    }

    /** Returns the length of a card's security code. The last four digits, the only ones stored, identify the scheme. */
    public static function codeLength(string $lastFour): int
    {
        return in_array($lastFour, ['0005', '8431'], true) ? 4 : 3;
    }

    public static function passesLuhn(string $number): bool
    {
        $sum = 0;
        foreach (array_reverse(str_split($number)) as $position => $digit) {
            $value = (int) $digit * ($position % 2 + 1);
            $sum += $value > 9 ? $value - 9 : $value;
        }
        return $sum % 10 === 0;
    }
}
