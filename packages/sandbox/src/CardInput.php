<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use SensitiveParameter;

/** Checks the guest's input, and reduces it to what may be stored or shown again. */
final class CardInput
{
    /** The digits of Arabic, Persian and full-width keyboards. */
    private const DIGITS = ['٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹', '０１２３４５６７８９'];
    /** Spaces, dashes, and the invisible characters that a copied text may contain. */
    private const SEPARATORS = '/[\s\p{Z}\p{Pd}\p{Cf}]+/u';

    /** @return array<string, Problem> all problems by the field's name, in the order of the form */
    public static function problems(
        #[SensitiveParameter] string $number,
        #[SensitiveParameter] string $expiry,
        #[SensitiveParameter] string $code,
        float $now,
    ): array {
        $numberProblem = self::numberProblem($number);
        return array_filter([
            'card_number' => $numberProblem,
            'expiry' => self::expiryProblem($expiry, $now),
            'security_code' => self::codeProblem($code, $numberProblem === null ? self::lastFour($number) : null),
        ]);
    }

    /** @param ?string $lastFour null if the card is unknown */
    public static function codeProblem(#[SensitiveParameter] string $code, ?string $lastFour): ?Problem
    {
        $code = self::compact($code);
        $length = $lastFour === null ? null : TestCards::codeLength($lastFour);
        return match (true) {
            $code === '' => Problem::CodeMissing,
            preg_match($length === null ? '/^\d{3,4}$/D' : "/^\\d{{$length}}$/D", $code) === 1 => null,
            $length === null => Problem::CodeInvalid,
            default => $length === 4 ? Problem::CodeNot4Digits : Problem::CodeNot3Digits,
        };
    }

    public static function lastFour(#[SensitiveParameter] string $number): string
    {
        return substr(self::compact($number), -4);
    }

    /**
     * Returns the expiry date as MM/YY, however it was written; '' if it must not be shown again. A card number or a security code
     * may be in the wrong field: only a date is shown, and one without a separator, which may be the code of an American Express
     * card, only if the code is where it should be.
     * @param bool $hasCode whether the security code has no problem
     */
    public static function shownExpiry(#[SensitiveParameter] string $text, bool $hasCode): string
    {
        if (!$hasCode && preg_match('/^\d*$/D', self::plain($text))) {
            return '';
        }
        return preg_replace('/^\d\d(\d\d)-(\d\d)$/D', '$2/$1', self::month($text) ?? '') ?? '';
    }

    private static function numberProblem(#[SensitiveParameter] string $number): ?Problem
    {
        $number = self::compact($number);
        return match (true) {
            $number === '' => Problem::NumberMissing,
            !preg_match('/^\d{12,19}$/D', $number) || !TestCards::passesLuhn($number) => Problem::NumberInvalid,
            !TestCards::isTestCard($number) => Problem::NumberNotTest,
            default => null,
        };
    }

    private static function expiryProblem(#[SensitiveParameter] string $expiry, float $now): ?Problem
    {
        $month = self::month($expiry);
        return match (true) {
            self::compact($expiry) === '' => Problem::ExpiryMissing,
            $month === null => Problem::ExpiryInvalid,
            $month < gmdate('Y-m', (int) $now) => Problem::ExpiryPast,
            default => null,
        };
    }

    /**
     * Reads 12/30, 1/30, 12/2030, 12 - 30, 1230, 122030 and 2030-12: numeric keyboards may have no slash, and browsers fill in
     * each of these forms.
     * @return ?string the month as YYYY-MM
     */
    private static function month(#[SensitiveParameter] string $text): ?string
    {
        $text = self::plain($text);
        $text = preg_replace('~\s*[/\x{2044}\x{2215}\x{ff0f}.\p{Pd}\s]\s*~u', '/', $text) ?? '';
        if (preg_match('~^(20\d\d)/(0?[1-9]|1[0-2])$~D', $text, $match)) {
            return sprintf('%s-%02d', $match[1], (int) $match[2]);
        }
        if (preg_match('~^(?:(0[1-9]|1[0-2])/?|([1-9])/)(?:20)?(\d\d)$~D', $text, $match)) {
            return sprintf('20%s-%02d', $match[3], (int) ($match[1] . $match[2]));
        }
        return null;
    }

    private static function compact(#[SensitiveParameter] string $text): string
    {
        return preg_replace(self::SEPARATORS, '', self::plain($text)) ?? '';
    }

    /** Returns the text with ASCII digits, and without invisible characters. A text that is not UTF-8 becomes ''. */
    private static function plain(#[SensitiveParameter] string $text): string
    {
        foreach (self::DIGITS as $digits) {
            $text = str_replace(preg_split('//u', $digits, -1, PREG_SPLIT_NO_EMPTY) ?: [], str_split('0123456789'), $text);
        }
        return preg_replace(['/\p{Cf}+/u', '/\p{Z}/u', '/^\s+|\s+$/Du'], ['', ' ', ''], $text) ?? '';
    }
}
