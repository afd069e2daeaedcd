<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal Overwrites secrets in texts of the service and of libcurl, as in cotp_text_redact.c. */
final class Redaction
{
    private function __construct(#[\SensitiveParameter] private string $text)
    {
    }

    /** An occurrence may differ in ASCII case, and each of its characters may be escaped once or twice. */
    public static function secret(#[\SensitiveParameter] string $text, #[\SensitiveParameter] string $secret): string
    {
        if ($secret === '' || str_contains($secret, "\0") || $text === '') {
            return $text;
        }
        $redaction = new self($text);
        $redaction->redact($secret);
        return $redaction->text;
    }

    /** Does the same with the digits of a phone number, however they are grouped. */
    public static function digits(#[\SensitiveParameter] string $text, #[\SensitiveParameter] string $number): string
    {
        $digits = (string) preg_replace('/[^0-9]/', '', $number);
        if ($digits === '') {
            return $text;
        }
        $redaction = new self($text);
        for ($i = 0; $i < strlen($text); $i++) {
            $redaction->overwrite($i, $redaction->digitsLength($i, $digits));
        }
        return $redaction->text;
    }

    private function overwrite(int $at, int $length): void
    {
        if ($length > 0) {
            $this->text = substr_replace($this->text, str_repeat('*', $length), $at, $length);
        }
    }

    private function redact(#[\SensitiveParameter] string $secret): void
    {
        // at most positions nothing can begin, so that they cost nothing
        $first = strtolower($secret[0]) . strtoupper($secret[0]) . '%\\&' . ($secret[0] === ' ' || $secret[0] === '+' ? ' +' : '');
        for ($i = strcspn($this->text, $first); $i < strlen($this->text); $i += 1 + strcspn($this->text, $first, $i + 1)) {
            $length = $this->secretLength($i, $secret);
            $isFree = strlen($secret) >= Tables::REDACT_MIN_FREE;
            if ($length > 0 && ($isFree || (!$this->isWordBefore($i) && !$this->isWordAfter($i + $length)))) {
                $this->overwrite($i, $length);
            }
        }
    }

    /** Returns the number of bytes that the secret takes at the position, or 0. */
    private function secretLength(int $start, #[\SensitiveParameter] string $secret): int
    {
        $now = [$start];
        for ($i = 0; $i < strlen($secret) && $now !== [];) {
            $character = substr($secret, $i, max(1, Utf8::lengthAt($secret, $i)));
            $next = [];
            foreach ($now as $at) {
                $this->matchBytes($at, $character, $next);
                if (strlen($character) > 1) {
                    $this->matchCodePoint($at, $character, $next);
                }
            }
            $now = $next;
            $i += strlen($character);
        }
        return $now === [] ? 0 : max($now) - $start;
    }

    /**
     * @param list<int> $next
     * @param-out list<int> $next
     */
    private static function addReading(array &$next, int $at): void
    {
        if (!in_array($at, $next, true) && count($next) < Tables::REDACT_MAX_READINGS) {
            $next[] = $at;
        }
    }

    /**
     * @param list<int> $next
     * @param-out list<int> $next
     */
    private function matchBytes(int $at, #[\SensitiveParameter] string $character, array &$next): void
    {
        $now = [$at];
        foreach (str_split($character) as $c) {
            $after = [];
            foreach ($now as $position) {
                $this->matchByte($position, $c, $after);
            }
            $now = $after;
        }
        foreach ($now as $position) {
            self::addReading($next, $position);
        }
    }

    /**
     * Reads one byte of the secret in each way that it can be written.
     *
     * @param list<int> $next
     * @param-out list<int> $next
     */
    private function matchByte(int $at, #[\SensitiveParameter] string $c, array &$next): void
    {
        $literal = ord($this->text[$at] ?? "\0");
        if (self::isSameByte($literal, $c) || self::isSpaceForPlus($literal, $c)) {
            self::addReading($next, $at + 1);
        }
        for ($depth = 1; $depth <= Tables::REDACT_MAX_DEPTH; $depth++) {
            $found = Escape::read($this->text, $at, $depth);
            if ($found !== null && self::isSameEscape($found, $c)) {
                self::addReading($next, $at + $found->length);
            }
        }
    }

    /**
     * @param list<int> $next
     * @param-out list<int> $next
     */
    private function matchCodePoint(int $at, #[\SensitiveParameter] string $character, array &$next): void
    {
        for ($depth = 1; $depth <= Tables::REDACT_MAX_DEPTH; $depth++) {
            $found = Escape::read($this->text, $at, $depth);
            if ($found !== null && Utf8::encode($found->value) === $character) {
                self::addReading($next, $at + $found->length);
            }
        }
    }

    private static function isSameByte(int $value, #[\SensitiveParameter] string $c): bool
    {
        return $value < 0x100 && strtolower(chr($value)) === strtolower($c);
    }

    /** In a form, and in a query, a space is written as a plus sign. */
    private static function isSpaceForPlus(int $value, #[\SensitiveParameter] string $c): bool
    {
        return ($value === 0x2B && $c === ' ') || ($value === 0x20 && $c === '+');
    }

    private static function isSameEscape(Escape $found, #[\SensitiveParameter] string $c): bool
    {
        if (self::isSameByte($found->value, $c)) {
            return $found->isByte || $found->value < 0x80;
        }
        return !$found->isPercent && (self::isSpaceForPlus($found->value, $c) || ($found->value === 0xA0 && $c === ' '));
    }

    private static function isWord(int $value): bool
    {
        if ($value >= 0 && $value < 0x80) {
            return chr($value) === '_' || Utf8::isWord(chr($value));
        }
        return $value !== Utf8::NONE && !Utf8::isIn($value, Tables::NOT_WORD);
    }

    private function isWordBefore(int $at): bool
    {
        for ($length = min($at, Tables::REDACT_MAX_ESCAPE); $length > 1; $length--) {
            for ($depth = Tables::REDACT_MAX_DEPTH; $depth > 0; $depth--) {
                $found = Escape::read($this->text, $at - $length, $depth);
                if ($found !== null && $found->length === $length) {
                    return self::isWord($found->value);
                }
            }
        }
        if ($at === 0) {
            return false;
        }
        $length = 1;
        while ($length < 4 && $length < $at && (ord($this->text[$at - $length]) & 0xC0) === 0x80) {
            $length++;
        }
        return self::isWord(Utf8::decodeAt($this->text, $at - $length, $length));
    }

    private function isWordAfter(int $at): bool
    {
        for ($depth = Tables::REDACT_MAX_DEPTH; $depth > 0; $depth--) {
            $found = Escape::read($this->text, $at, $depth);
            if ($found !== null) {
                return self::isWord($found->value);
            }
        }
        $length = 1;
        return self::isWord(Utf8::decodeAt($this->text, $at, $length));
    }

    private static function separatesDigits(int $value): bool
    {
        return ($value > 0 && $value < 0x80 && str_contains(" -./()+\t", chr($value))) || ($value >= 0x2010 && $value <= 0x2015)
            || Utf8::isSpace($value) || Utf8::isInvisible($value);
    }

    private function separatorLength(int $at): int
    {
        if ($at >= strlen($this->text)) {
            return 0;
        }
        $length = 1;
        if (self::separatesDigits(Utf8::decodeAt($this->text, $at, $length))) {
            return $length;
        }
        for ($depth = 1; $depth <= Tables::REDACT_MAX_DEPTH; $depth++) {
            $found = Escape::read($this->text, $at, $depth);
            if ($found !== null && self::separatesDigits($found->value)) {
                return $found->length;
            }
        }
        return 0;
    }

    /** Returns the number of bytes that the digits take at the position, or 0. */
    private function digitsLength(int $start, #[\SensitiveParameter] string $digits): int
    {
        $at = $start;
        foreach (str_split($digits) as $digit) {
            while ($at > $start && ($length = $this->separatorLength($at)) > 0) {
                $at += $length;
            }
            $next = [];
            $this->matchByte($at, $digit, $next);
            if ($next === []) {
                return 0;
            }
            $at = $next[0];
        }
        return $at - $start;
    }
}
