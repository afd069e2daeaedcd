<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal The search for card numbers, as in cotp_card_number.c. */
final class CardNumber
{
    private const LAYOUTS = [[19], [18], [17], [16], [15], [14], [4, 4, 4, 4, 3], [4, 4, 4, 4, 2], [4, 4, 4, 4, 1], [4, 4, 4, 4],
        [8, 8], [4, 6, 5], [4, 6, 4]];

    private int $at = 0;
    private bool $afterDigit = false;
    private bool $afterWord = false;
    /** The number of digits since a plus sign, or -1. */
    private int $phone = -1;

    /** @var list<int> */
    private array $digits = [];
    private int $cardEnd = 0;
    private bool $isUnbroken = false;

    private function __construct(#[\SensitiveParameter] private readonly string $text)
    {
    }

    public static function isIn(#[\SensitiveParameter] string $text): bool
    {
        return self::hasEnoughDigits($text) && (new self($text))->next() !== null;
    }

    /** Replaces the digits of each card number by asterisks. */
    public static function mask(#[\SensitiveParameter] string $text): string
    {
        do {
            $before = $text;
            $search = self::hasEnoughDigits($text) ? new self($text) : null;
            while ($search !== null && ($start = $search->next()) !== null) {
                $text = substr($text, 0, $start) . self::maskDigits(substr($text, $start, $search->at - $start)) . substr($text, $search->at);
            }
            // groups beside a masked number may be a number of their own
        } while ($text !== $before);
        return $text;
    }

    /** A digit of another script has two bytes at least. */
    private static function hasEnoughDigits(#[\SensitiveParameter] string $text): bool
    {
        return strlen($text) >= 14 && strlen((string) preg_replace('/[^0-9\x80-\xFF]+/', '', $text)) >= 14;
    }

    private static function maskDigits(#[\SensitiveParameter] string $text): string
    {
        for ($at = 0, $length = 0; $at < strlen($text); $at += $length) {
            if (Utf8::digit(Utf8::decodeAt($text, $at, $length)) >= 0) {
                $text = substr_replace($text, str_repeat('*', $length), $at, $length);
            }
        }
        return $text;
    }

    /** Finds the next card number. Returns its first byte, and moves to its end. */
    private function next(): ?int
    {
        while ($this->at < strlen($this->text)) {
            if ($this->skipWord()) {
                continue;
            }
            $start = $this->at;
            $length = 0;
            $value = Utf8::decodeAt($this->text, $start, $length);
            $isDigit = Utf8::digit($value) >= 0;
            $isFound = $isDigit && !$this->afterDigit && $this->readCard($start) && !$this->isPhone();
            $this->followPhone($value, $isDigit);
            $this->at = $isFound ? $this->cardEnd : $start + $length;
            $this->afterDigit = $isDigit;
            $this->afterWord = $length === 1 && Utf8::isWord($this->text[$start]);
            if ($isFound) {
                return $start;
            }
        }
        return null;
    }

    /** Moves past a word that is not searched. */
    private function skipWord(): bool
    {
        if ($this->afterWord || !Utf8::isWord($this->text[$this->at])) {
            return false;
        }
        $stop = $this->hexWordEnd() ?? $this->uuidEnd() ?? $this->ibanEnd();
        if ($stop === null) {
            return false;
        }
        $this->at = $stop;
        $this->afterWord = true;
        $this->afterDigit = Utf8::isDigit($this->text[$stop - 1]);
        $this->phone = -1;
        return true;
    }

    private function hexWordEnd(): ?int
    {
        $length = strspn($this->text, '0123456789abcdefABCDEF', $this->at);
        $end = $this->at + $length;
        $isWord = $end === strlen($this->text) || !Utf8::isWord($this->text[$end]);
        $isHex = $isWord && $length >= Tables::CARD_MIN_HEX_WORD && strcspn($this->text, 'abcdefABCDEF', $this->at, $length) < $length;
        return $isHex ? $end : null;
    }

    private function uuidEnd(): ?int
    {
        $pattern = '/\G[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-zA-Z])/';
        return preg_match($pattern, $this->text, $match, 0, $this->at) === 1 ? $this->at + strlen($match[0]) : null;
    }

    /** Returns the end of the longest IBAN that begins here, unbroken or in groups. */
    private function ibanEnd(): ?int
    {
        if (preg_match('/\G[A-Za-z]{2}[0-9]{2}/', $this->text, $match, 0, $this->at) !== 1
            || strlen($this->text) - $this->at < Tables::MIN_IBAN) {
            return null;
        }
        $head = $match[0];
        $found = null;
        $remainder = 0;
        $at = $this->at + 4;
        $end = strlen($this->text);
        for ($length = 4; $at !== null && $at < $end && $length < Tables::MAX_IBAN;) {
            if (!Utf8::isWord($this->text[$at])) {
                $at = $this->gapEnd($at, $end);
                continue;
            }
            $remainder = self::ibanAppend($remainder, $this->text[$at++]);
            $length++;
            if ($length < Tables::MIN_IBAN || ($at < $end && Utf8::isWord($this->text[$at]))) {
                continue;
            }
            $whole = array_reduce(str_split($head), self::ibanAppend(...), $remainder);
            if ($whole === 1 || ($length === (Tables::IBAN_LENGTHS[substr($head, 0, 2)] ?? 0) && !$this->isWholeCard($this->at + 4, $at))) {
                $found = $at;
            }
        }
        return $found;
    }

    private static function ibanAppend(int $remainder, string $c): int
    {
        return Utf8::isDigit($c) ? ($remainder * 10 + (int) $c) % 97 : ($remainder * 100 + 10 + ord(strtolower($c)) - 97) % 97;
    }

    private function isWholeCard(int $at, int $end): bool
    {
        $search = new self(substr($this->text, 0, $end));
        $start = $search->gapEnd($at, $end) ?? $at;
        return $search->readCard($start) && $search->cardEnd === $end;
    }

    /** Returns the end of the separators between two groups, or null if there are none or too many. */
    private function gapEnd(int $at, int $end): ?int
    {
        $start = $at;
        $length = 0;
        for ($separators = 0; ($at = $this->skipIgnored($at)) < $end; $at += $length) {
            if (!Utf8::isIn(Utf8::decodeAt($this->text, $at, $length), Tables::CARD_SEPARATORS)) {
                $length = $this->escapeLength($at);
            }
            if ($length === 0) {
                break;
            }
            if (++$separators > Tables::CARD_MAX_SEPARATORS) {
                return null;
            }
        }
        return $at > $start ? $at : null;
    }

    private function skipIgnored(int $at): int
    {
        for ($length = 0; $at < strlen($this->text); $at += $length) {
            $value = Utf8::decodeAt($this->text, $at, $length);
            if ($value < 0x80 || !Utf8::isIn($value, Tables::CARD_IGNORED)) {
                break;
            }
        }
        return $at;
    }

    /** Returns the length of an escaped character such as "&nbsp;" or "%20", or 0. */
    private function escapeLength(int $at): int
    {
        $most = Tables::CARD_MAX_ENTITY - 1;
        $pattern = "/\\G(?:%[0-9A-Fa-f]{2}|&[0-9A-Za-z#]{2,$most};)/";
        return preg_match($pattern, $this->text, $match, 0, $at) === 1 ? strlen($match[0]) : 0;
    }

    /** Reads the longest card number that begins at the position. */
    private function readCard(int $at): bool
    {
        foreach (self::LAYOUTS as $sizes) {
            if ($this->readLayout($at, $sizes) && $this->isCard()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads groups of these sizes that no digit follows.
     *
     * @param list<int> $sizes
     */
    private function readLayout(int $at, array $sizes): bool
    {
        $this->digits = [];
        $this->isUnbroken = count($sizes) === 1;
        $end = strlen($this->text);
        foreach ($sizes as $i => $size) {
            $start = $i === 0 ? $at : $this->gapEnd($at, $end);
            $next = $start === null ? null : $this->readGroup($start, $size);
            if ($next === null) {
                return false;
            }
            $at = $next;
        }
        $this->cardEnd = $at;
        $length = 0;
        return $at >= $end || Utf8::digit(Utf8::decodeAt($this->text, $at, $length)) < 0;
    }

    private function readGroup(int $at, int $size): ?int
    {
        for ($i = 0, $length = 0; $i < $size; $i++, $at += $length) {
            $at = $i > 0 ? $this->skipIgnored($at) : $at;
            $digit = $at < strlen($this->text) ? Utf8::digit(Utf8::decodeAt($this->text, $at, $length)) : -1;
            if ($digit < 0) {
                return null;
            }
            $this->digits[] = $digit;
        }
        return $at;
    }

    private function number(int $from, int $count): int
    {
        return (int) implode('', array_slice($this->digits, $from, $count));
    }

    private function isCard(): bool
    {
        $prefix = $this->number(0, 4);
        $length = 1 << count($this->digits);
        foreach (Tables::CARD_RANGES as [$first, $last, $lengths]) {
            if ($prefix >= $first && $prefix <= $last && ($lengths & $length) !== 0) {
                return $this->passesLuhn() && !$this->isMoment();
            }
        }
        return false;
    }

    private function passesLuhn(): bool
    {
        $sum = 0;
        foreach (array_reverse($this->digits) as $i => $digit) {
            $doubled = $digit * 2 > 9 ? $digit * 2 - 9 : $digit * 2;
            $sum += $i % 2 === 1 ? $doubled : $digit;
        }
        return $sum % 10 === 0;
    }

    /** Eight digits of a day of the years 1900 to 2099 that begin with the day or the month. */
    private function isDate(int $from): bool
    {
        $a = $this->number($from, 2);
        $b = $this->number($from + 2, 2);
        $century = $this->number($from + 4, 2);
        return ($century === 19 || $century === 20) && $a >= 1 && $b >= 1 && $a <= 31 && $b <= 31 && ($a <= 12 || $b <= 12);
    }

    private function isTime(int $from): bool
    {
        return $this->number($from, 2) < 24 && $this->number($from + 2, 2) < 60 && $this->number($from + 4, 2) < 60;
    }

    private function isShortDate(): bool
    {
        [$year, $month, $day] = [$this->number(0, 2), $this->number(2, 2), $this->number(4, 2)];
        return $year >= 20 && $year <= 30 && $month >= 1 && $month <= 12 && $day >= 1 && $day <= 31;
    }

    private function isMoment(): bool
    {
        $count = count($this->digits);
        return ($count === 14 && $this->isDate(0) && $this->isTime(8)) || ($count === 16 && $this->isDate(0) && $this->isDate(8))
            || ($this->isUnbroken && $count === 16 && $this->number(0, 4) > Tables::CARD_LAST_MIR
                && (($this->isShortDate() && $this->isTime(6)) || ($this->isDate(0) && $this->isTime(8))));
    }

    /** A phone number spans spaces, dots, dashes, slashes and parentheses, but no line break. */
    private function followPhone(int $value, bool $isDigit): void
    {
        if ($value === 0x2B || $value === 0xFF0B) {
            $this->phone = 0;
        } elseif ($isDigit) {
            $this->phone += $this->phone >= 0 ? 1 : 0;
        } elseif ($value === 0x0A || $value === 0x0D || !(Utf8::isIn($value, Tables::CARD_SEPARATORS)
            || Utf8::isIn($value, Tables::CARD_IGNORED) || $value === 0x28 || $value === 0x29 || $value === 0x2F)) {
            $this->phone = -1;
        }
    }

    /** A second number may follow a phone number, so only its first digits are certain. */
    private function isPhone(): bool
    {
        return $this->phone >= 0 && $this->phone < Tables::PHONE_BODY_DIGITS
            && !($this->isUnbroken && count($this->digits) > Tables::MAX_PHONE_DIGITS);
    }
}
