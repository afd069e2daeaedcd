<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/**
 * @internal The rules for single values, as in cotp_check.c. Each function returns what is wrong with the value, in the words of an
 * argument message, or null. The text never repeats the value.
 */
final class Check
{
    public const CARD_NUMBER = "must not contain a card number: the guest enters the card in PCI Booking's form";

    public static function apiKey(#[\SensitiveParameter] string $key): ?string
    {
        return match (true) {
            $key === '' => 'must not be empty',
            strlen($key) > Tables::MAX_API_KEY => 'must not be longer than ' . Tables::MAX_API_KEY . ' bytes',
            preg_match('/[^\x21-\x7E]/', $key) === 1 => 'must contain only visible ASCII characters, without spaces or line breaks',
            default => null,
        };
    }

    public static function seconds(float $seconds, int $most = 3600): ?string
    {
        return is_finite($seconds) && $seconds > 0 && $seconds <= $most ? null : "must be greater than 0 and at most $most seconds";
    }

    public static function retries(int $retries): ?string
    {
        return $retries < 0 || $retries > 10 ? 'must be between 0 and 10' : null;
    }

    public static function caFile(string $path): ?string
    {
        return match (true) {
            $path === '', strlen($path) > Tables::MAX_FILE_PATH, str_contains($path, "\0")
                => 'must be a path of 1 to ' . Tables::MAX_FILE_PATH . ' bytes without null bytes',
            !is_file($path) => 'must be an existing regular file',
            !is_readable($path) => 'must be a readable file',
            default => null,
        };
    }

    public static function email(#[\SensitiveParameter] string $email): ?string
    {
        if ($email === '') {
            return 'must not be empty';
        }
        if (strlen($email) > Tables::MAX_EMAIL) {
            return 'must not be longer than ' . Tables::MAX_EMAIL . ' bytes';
        }
        $fault = self::textFault($email, false);
        if ($fault !== null) {
            return $fault;
        }
        foreach (Utf8::codePoints($email) as $value) {
            if (Utf8::isSpace($value) || Utf8::isInvisible($value) || ($value >= 0xFFFC && $value <= 0xFFFF)) {
                return 'must not contain spaces or invisible characters';
            }
        }
        $parts = explode('@', $email, 2);
        return count($parts) === 2 && self::isLocalPart($parts[0]) && self::isMailDomain($parts[1]) ? null
            : 'must be a valid e-mail address, such as name@example.com';
    }

    private static function isLocalPart(#[\SensitiveParameter] string $local): bool
    {
        return preg_match('/\A[A-Za-z0-9.!#$%&\'*+\-\/=?^_`{|}~\x80-\xFF]{1,' . Tables::MAX_EMAIL_LOCAL . '}\z/', $local) === 1;
    }

    /** Requires two labels: a forgotten ".com" is the most likely error when an address is spelled on the phone. */
    private static function isMailDomain(#[\SensitiveParameter] string $domain): bool
    {
        $labels = explode('.', $domain);
        foreach ($labels as $label) {
            $isLabel = preg_match('/\A(?!-)[A-Za-z0-9\-\x80-\xFF]{1,' . Tables::MAX_DOMAIN_LABEL . '}(?<!-)\z/', $label) === 1;
            if (!$isLabel) {
                return false;
            }
        }
        return count($labels) >= 2 && !Utf8::isDigit(end($labels));
    }

    /** Returns the number without "+" or "00", or as it is. */
    public static function phoneAfterPrefix(#[\SensitiveParameter] string $phone): string
    {
        return (string) preg_replace('/\A(?:\+|00)/', '', $phone);
    }

    /** Returns the digits, or an empty string if there are other characters than digits and the separators. */
    private static function phoneDigits(#[\SensitiveParameter] string $phone): string
    {
        return preg_match('~\A[0-9 .\-()/]*\z~', $phone) === 1 ? (string) preg_replace('/[^0-9]/', '', $phone) : '';
    }

    /** A country code does not begin with 0. */
    private static function isPhoneAfterPrefix(#[\SensitiveParameter] string $phone): bool
    {
        $digits = self::phoneDigits($phone);
        return self::hasPhoneLength($digits) && $digits[0] !== '0';
    }

    private static function hasPhoneLength(#[\SensitiveParameter] string $digits): bool
    {
        return strlen($digits) >= Tables::MIN_PHONE_DIGITS && strlen($digits) <= Tables::MAX_PHONE_LENGTH;
    }

    public static function phone(#[\SensitiveParameter] string $phone): ?string
    {
        $number = self::phoneAfterPrefix($phone);
        $hasPrefix = $number !== $phone;
        if (!$hasPrefix && strlen($phone) <= Tables::MAX_PHONE && self::phoneDigits($phone) !== '') {
            return 'must begin with "+" or "00" and the country code, because a national number may reach a stranger in another country';
        }
        if (preg_match('/\( *0 *\)/', $phone) === 1) {
            return 'must not contain "(0)", which is not dialed after the country code';
        }
        return $hasPrefix && strlen($phone) <= Tables::MAX_PHONE && self::isPhoneAfterPrefix($number) ? null
            : 'must be "+" or "00", the country code and the number, ' . Tables::MIN_PHONE_DIGITS . ' to ' . Tables::MAX_PHONE_LENGTH
                . ' digits, optionally with spaces, dots, hyphens, slashes or parentheses';
    }

    /** A phone number that is shown to the guest and not dialed. */
    public static function shownPhone(string $phone): ?string
    {
        $hasPlus = str_starts_with($phone, '+');
        $isPlausible = self::hasPhoneLength(self::phoneDigits($hasPlus ? substr($phone, 1) : $phone))
            && (!$hasPlus || self::isPhoneAfterPrefix(self::phoneAfterPrefix($phone)));
        return $isPlausible && strlen($phone) <= Tables::MAX_PHONE ? null : 'must be a phone number: ' . Tables::MIN_PHONE_DIGITS . ' to '
            . Tables::MAX_PHONE_LENGTH . ' digits, optionally with a leading "+", spaces, dots, hyphens, slashes or parentheses';
    }

    public static function language(string $language): ?string
    {
        $pattern = '/\A[A-Za-z]{' . Tables::LANGUAGE_LENGTH . '}(?:[-_][A-Za-z0-9]{1,' . Tables::MAX_SUBTAG . '})*\z/';
        return preg_match($pattern, $language) === 1 && strlen($language) <= Tables::MAX_LANGUAGE ? null
            : 'must be a two-letter ISO 639-1 language code, optionally with a region, such as "en" or "pt_BR"';
    }

    public static function currency(string $currency): ?string
    {
        return preg_match('/\A[A-Za-z]{3}\z/', $currency) === 1 ? null : 'must be a three-letter ISO 4217 currency code';
    }

    public static function amount(string $amount): ?string
    {
        [$whole, $decimals] = [Tables::MAX_AMOUNT_WHOLE, Tables::MAX_AMOUNT_DIGITS];
        return preg_match("/\\A[0-9]{1,$whole}(?:\\.[0-9]{1,$decimals})?\\z/", $amount) === 1 ? null
            : "must be a non-negative decimal number such as 120 or 99.50, with at most $whole digits before the decimal point "
                . "and $decimals after it";
    }

    public static function freeText(#[\SensitiveParameter] string $text): ?string
    {
        return self::text($text, Tables::MAX_FREE_TEXT, true);
    }

    public static function name(#[\SensitiveParameter] string $name): ?string
    {
        return self::text($name, Tables::MAX_NAME, false) ?? self::nameFault($name);
    }

    private static function nameFault(#[\SensitiveParameter] string $name): ?string
    {
        $isVisible = false;
        foreach (Utf8::codePoints($name) as $value) {
            if ($value === 0x2028 || $value === 0x2029) {
                return 'must not contain line breaks';
            }
            $isVisible = $isVisible || (!Utf8::isSpace($value) && !Utf8::isInvisible($value));
        }
        return $isVisible ? null : 'must contain a visible character';
    }

    public static function cardNumber(#[\SensitiveParameter] string $text): ?string
    {
        return CardNumber::isIn($text) ? self::CARD_NUMBER : null;
    }

    /** Data that a destination may have when the service returns it. */
    public static function destinationData(string $data): ?string
    {
        return self::text($data, Tables::MAX_PATH_PART, false)
            ?? (trim($data, '. ') === '' ? 'must not consist of dots' : null);
    }

    public static function pathPart(#[\SensitiveParameter] string $part): ?string
    {
        $fault = self::text($part, Tables::MAX_PATH_PART, false);
        if ($fault !== null) {
            return $fault;
        }
        if (trim($part, '. ') === '') {
            return 'must not consist of dots, because it becomes a path segment';
        }
        foreach (Utf8::codePoints($part) as $value) {
            $isSyntax = $value < 0x80 && str_contains('/\\%?#;', chr($value));
            $isHidden = $value !== 0x20 && (Utf8::isSpace($value) || Utf8::isInvisible($value));
            if ($isSyntax || $isHidden || Utf8::isIn($value, Tables::PATH_SYNTAX)) {
                return 'must not contain any of / \ % ? # ; or invisible characters, because it becomes a path segment';
            }
        }
        return null;
    }

    public static function isId(#[\SensitiveParameter] string $id): bool
    {
        return preg_match('/\A[A-Za-z0-9_-]{1,' . Tables::ID_LENGTH . '}\z/', $id) === 1;
    }

    /** Checks a text of 1 to $limit bytes: no control characters and no card number. */
    private static function text(#[\SensitiveParameter] string $text, int $limit, bool $lines): ?string
    {
        return match (true) {
            $text === '' => 'must not be empty',
            strlen($text) > $limit => "must not be longer than $limit bytes",
            default => self::textFault($text, $lines) ?? self::cardNumber($text),
        };
    }

    /** The first of the two faults counts. */
    private static function textFault(#[\SensitiveParameter] string $text, bool $lines): ?string
    {
        $control = $lines ? '/[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x{9F}]/u' : '/[\x00-\x1F\x7F-\x{9F}]/u';
        if (preg_match('//u', $text) !== 1) {
            preg_match('/\A(?:[\x00-\x7F]|[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}'
                . '|\xED[\x80-\x9F][\x80-\xBF]|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2})*+/', $text, $valid);
            return preg_match($control, $valid[0] ?? '') === 1 ? 'must not contain control characters' : 'must be valid UTF-8';
        }
        return preg_match($control, $text) === 1 ? 'must not contain control characters' : null;
    }
}
