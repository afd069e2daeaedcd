<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal UTF-8 and classes of characters, without ext-mbstring and ext-intl. */
final class Utf8
{
    /** The code point of a byte that does not belong to a valid character. */
    public const NONE = -1;

    private const CONTINUED = '/\G(?:[\x00-\x7F]|[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}'
        . '|\xED[\x80-\x9F][\x80-\xBF]|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2})/';

    public static function isValid(#[\SensitiveParameter] string $text): bool
    {
        return preg_match('//u', $text) === 1;
    }

    /** Returns the length of the character at the position, or 0 if it is not complete and valid. */
    public static function lengthAt(#[\SensitiveParameter] string $text, int $at): int
    {
        return preg_match(self::CONTINUED, $text, $match, 0, $at) === 1 ? strlen($match[0]) : 0;
    }

    /** Reads the character at the position; $length becomes its length. */
    public static function decodeAt(#[\SensitiveParameter] string $text, int $at, int &$length): int
    {
        $length = 1;
        $first = ord($text[$at] ?? "\0");
        if ($first < 0x80) {
            return $first;
        }
        $found = self::lengthAt($text, $at);
        if ($found === 0) {
            return self::NONE;
        }
        $length = $found;
        return self::decode(substr($text, $at, $length));
    }

    /** Returns the code point of one valid character. */
    public static function decode(#[\SensitiveParameter] string $character): int
    {
        $value = ord($character[0]);
        $length = strlen($character);
        $value &= [0, 0x7F, 0x1F, 0x0F, 0x07][$length];
        for ($i = 1; $i < $length; $i++) {
            $value = $value << 6 | (ord($character[$i]) & 0x3F);
        }
        return $value;
    }

    /** Returns an empty string if the number is not a Unicode character. */
    public static function encode(int $value): string
    {
        if ($value < 0 || $value > 0x10FFFF || ($value >= 0xD800 && $value <= 0xDFFF)) {
            return '';
        }
        return match (true) {
            $value < 0x80 => chr($value),
            $value < 0x800 => chr(0xC0 | $value >> 6) . chr(0x80 | ($value & 0x3F)),
            $value < 0x10000 => chr(0xE0 | $value >> 12) . chr(0x80 | ($value >> 6 & 0x3F)) . chr(0x80 | ($value & 0x3F)),
            default => chr(0xF0 | $value >> 18) . chr(0x80 | ($value >> 12 & 0x3F)) . chr(0x80 | ($value >> 6 & 0x3F))
                . chr(0x80 | ($value & 0x3F)),
        };
    }

    /** @return list<int> the code points of a valid text */
    public static function codePoints(#[\SensitiveParameter] string $text): array
    {
        if (preg_match('/[\x80-\xFF]/', $text) !== 1) {
            return array_map(ord(...), str_split($text));
        }
        $points = [];
        for ($at = 0, $end = strlen($text), $length = 0; $at < $end; $at += $length) {
            $points[] = self::decodeAt($text, $at, $length);
        }
        return $points;
    }

    /** Whether the byte is an ASCII letter or digit. */
    public static function isWord(string $c): bool
    {
        return $c !== '' && strspn($c, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') === strlen($c);
    }

    public static function isDigit(string $c): bool
    {
        return $c !== '' && strspn($c, '0123456789') === strlen($c);
    }

    public static function isSpace(int $value): bool
    {
        return self::isIn($value, Tables::SPACES);
    }

    public static function isInvisible(int $value): bool
    {
        return $value >= 0xAD && self::isIn($value, Tables::INVISIBLE);
    }

    /** Returns the value of a decimal digit of any script, or -1. */
    public static function digit(int $value): int
    {
        if ($value < 0x80) {
            return $value >= 0x30 && $value <= 0x39 ? $value - 0x30 : -1;
        }
        foreach (Tables::ZERO_DIGITS as [$zero]) {
            if ($value >= $zero && $value <= $zero + 9) {
                return $value - $zero;
            }
        }
        return -1;
    }

    /** @param list<array{int, int}> $ranges in ascending order */
    public static function isIn(int $value, array $ranges): bool
    {
        foreach ($ranges as [$first, $last]) {
            if ($value <= $last) {
                return $value >= $first;
            }
        }
        return false;
    }
}
