<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use SensitiveParameter;

/** Checks the guest's input, and reduces it to what may be stored. */
final class CardInput
{
    /** @return string the problem in words for the guest, or '' */
    public static function problem(#[SensitiveParameter] string $number, string $expiry, #[SensitiveParameter] string $code, float $now): string
    {
        $number = self::digits($number);
        if (!preg_match('/^\d{12,19}$/D', $number) || !TestCards::passesLuhn($number)) {
            return 'This is not a valid card number. Please check the digits.';
        }
        if (!TestCards::isTestCard($number)) {
            return 'This is a sandbox that accepts only the test cards listed below. Never enter a real card.';
        }
        if (!preg_match('~^(0[1-9]|1[0-2])\s*/\s*(?:20)?(\d\d)$~D', trim($expiry), $match)) {
            return 'Please enter the expiry date as MM/YY.';
        }
        if ("20{$match[2]}-{$match[1]}" < gmdate('Y-m', (int) $now)) {
            return 'This card has expired.';
        }
        return self::codeProblem($code, self::lastFour($number));
    }

    public static function codeProblem(#[SensitiveParameter] string $code, string $lastFour): string
    {
        $length = TestCards::codeLength($lastFour);
        return preg_match("/^\\d{{$length}}$/D", $code) ? '' : "The security code of this card has $length digits.";
    }

    public static function lastFour(#[SensitiveParameter] string $number): string
    {
        return substr(self::digits($number), -4);
    }

    private static function digits(#[SensitiveParameter] string $number): string
    {
        return str_replace([' ', '-'], '', $number);
    }
}
