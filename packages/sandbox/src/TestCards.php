<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use SensitiveParameter;

/** The accepted cards: well-known test numbers that no bank has issued. */
final class TestCards
{
    /** The only scheme whose security codes have 4 digits. */
    private const AMERICAN_EXPRESS = 'American Express';

    /** @var array<int|string, string> number => scheme; the last four digits are unique */
    public const NUMBERS = [
        '4111111111111111' => 'Visa',
        '4242424242424242' => 'Visa',
        '4012888888881881' => 'Visa',
        '5555555555554444' => 'Mastercard',
        '5105105105105100' => 'Mastercard',
        '2223003122003222' => 'Mastercard',
        '378282246310005' => self::AMERICAN_EXPRESS,
        '371449635398431' => self::AMERICAN_EXPRESS,
        '6011111111111117' => 'Discover',
        '30569309025904' => 'Diners Club',
        '3530111333300000' => 'JCB',
    ];

    public static function isTestCard(#[SensitiveParameter] string $number): bool
    {
        return isset(self::NUMBERS[$number]);
    }

    /** Returns the length of a card's security code. The last four digits, the only ones stored, identify the scheme. */
    public static function codeLength(string $lastFour): int
    {
        foreach (self::NUMBERS as $number => $scheme) {
            if (substr((string) $number, -4) === $lastFour) {
                return $scheme === self::AMERICAN_EXPRESS ? 4 : 3;
            }
        }
        return 3;
    }

    public static function passesLuhn(#[SensitiveParameter] string $number): bool
    {
        $sum = 0;
        foreach (array_reverse(str_split($number)) as $position => $digit) {
            $value = (int) $digit * ($position % 2 + 1);
            $sum += $value > 9 ? $value - 9 : $value;
        }
        return $sum % 10 === 0;
    }
}
