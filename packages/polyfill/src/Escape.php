<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal One escaped character, or one byte of it, as URLs, JSON, HTML and the languages around them write it. */
final class Escape
{
    private const BACKSLASH_NAMES = ['"' => 0x22, '\\' => 0x5C, '/' => 0x2F, "'" => 0x27, 'b' => 8, 'f' => 12, 'n' => 10, 'r' => 13, 't' => 9];

    private function __construct(
        public int $value = 0,
        public bool $isByte = false,
        public bool $isPercent = false,
        public int $length = 0,
    ) {
    }

    /** Reads a character that is escaped $depth times (or fewer). */
    public static function read(#[\SensitiveParameter] string $text, int $at, int $depth): ?self
    {
        $found = self::readSingle($text, $at, $depth);
        if ($found === null || $found->isByte || $found->value < 0xD800 || $found->value > 0xDBFF) {
            return $found;
        }
        $low = self::readSingle($text, $at + $found->length, $depth);
        if ($low !== null && $low->value >= 0xDC00 && $low->value <= 0xDFFF) {
            $found->value = 0x10000 + ($found->value - 0xD800 << 10) + ($low->value - 0xDC00);
            $found->length += $low->length;
        }
        return $found;
    }

    /** An introducer that is escaped itself begins with an introducer. */
    private static function readSingle(#[\SensitiveParameter] string $text, int $at, int $depth): ?self
    {
        $c = $text[$at] ?? '';
        if ($c !== '%' && $c !== '\\' && $c !== '&') {
            return null;
        }
        $found = new self();
        $in = $at;
        $isEscape = match (self::next($text, $in, $depth - 1)) {
            0x25 => $found->readPercent($text, $in, $depth - 1),
            0x5C => $found->readBackslash($text, $in, $depth - 1),
            0x26 => $found->readEntity($text, $in, $depth - 1),
            default => false,
        };
        $found->length = $in - $at;
        return $isEscape ? $found : null;
    }

    /** Returns the next character, or 0 at the end. Other characters than ASCII are returned byte by byte. */
    private static function next(#[\SensitiveParameter] string $text, int &$in, int $depth): int
    {
        $inner = $depth > 0 ? self::readSingle($text, $in, $depth) : null;
        if ($inner !== null && $inner->value > 0 && $inner->value < 0x80) {
            $in += $inner->length;
            return $inner->value;
        }
        $c = ord($text[$in] ?? "\0");
        $in += $c !== 0 ? 1 : 0;
        return $c;
    }

    private static function skip(#[\SensitiveParameter] string $text, int &$in, int $depth, string $c): bool
    {
        $after = $in;
        if (self::next($text, $after, $depth) !== ord($c)) {
            return false;
        }
        $in = $after;
        return true;
    }

    /** Reads at least $least and at most $most digits of a number. */
    private function readNumber(#[\SensitiveParameter] string $text, int &$in, int $depth, int $base, int $least, int $most): bool
    {
        $this->value = 0;
        for ($count = 0; $count < $most; $count++) {
            $after = $in;
            $c = self::next($text, $after, $depth);
            $digit = $c < 0x80 ? strpos('0123456789abcdef', strtolower(chr($c))) : false;
            if ($digit === false || $digit >= $base) {
                break;
            }
            $this->value = $this->value * $base + $digit & 0xFFFFFFFF;
            $in = $after;
        }
        return $count >= $least;
    }

    /** %2B, or %u002B as some older servers write it */
    private function readPercent(#[\SensitiveParameter] string $text, int &$in, int $depth): bool
    {
        $this->isPercent = true;
        if (self::skip($text, $in, $depth, 'u')) {
            return $this->readNumber($text, $in, $depth, 16, 4, 4);
        }
        $this->isByte = true;
        return $this->readNumber($text, $in, $depth, 16, 2, 2);
    }

    /** \/ \n \x2B \u002B \053 */
    private function readBackslash(#[\SensitiveParameter] string $text, int &$in, int $depth): bool
    {
        $c = self::next($text, $in, $depth);
        if ($c === 0x78) {
            $this->isByte = true;
            return $this->readNumber($text, $in, $depth, 16, 2, 2);
        }
        if ($c === 0x75 || $c === 0x55) {
            return $this->readUnicode($text, $in, $depth, $c === 0x55);
        }
        if ($c >= 0x30 && $c <= 0x33) {
            $isOctal = $this->readNumber($text, $in, $depth, 8, 2, 2);
            $this->isByte = true;
            $this->value += ($c - 0x30) * 64;
            return $isOctal;
        }
        $value = $c > 0 && $c < 0x80 ? self::BACKSLASH_NAMES[chr($c)] ?? null : null;
        $this->value = $value ?? 0;
        return $value !== null;
    }

    /** \u002B \u{2B} \U0000002B */
    private function readUnicode(#[\SensitiveParameter] string $text, int &$in, int $depth, bool $isLong): bool
    {
        $after = $in;
        if ($isLong && $this->readNumber($text, $after, $depth, 16, 8, 8)) {
            $in = $after;
            return true;
        }
        return self::skip($text, $in, $depth, '{')
            ? $this->readNumber($text, $in, $depth, 16, 1, 6) && self::skip($text, $in, $depth, '}')
            : $this->readNumber($text, $in, $depth, 16, 4, 4);
    }

    /** &amp; &#43; &#x2B; */
    private function readEntity(#[\SensitiveParameter] string $text, int &$in, int $depth): bool
    {
        if (self::skip($text, $in, $depth, '#')) {
            $isHex = self::skip($text, $in, $depth, 'x') || self::skip($text, $in, $depth, 'X');
            $isNumber = $this->readNumber($text, $in, $depth, $isHex ? 16 : 10, 1, 8);
            self::skip($text, $in, $depth, ';'); // browsers accept it without
            return $isNumber;
        }
        $name = '';
        for ($i = 0; $i < 9; $i++) {
            $c = self::next($text, $in, $depth);
            if ($c === 0x3B) {
                $this->value = Tables::ENTITIES[$name] ?? 0;
                return $this->value !== 0;
            }
            if ($c >= 0x80 || !Utf8::isWord(chr($c)) || Utf8::isDigit(chr($c)) || $i === 8) {
                break;
            }
            $name .= chr($c);
        }
        return false;
    }
}
