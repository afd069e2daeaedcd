<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use UnexpectedValueException;

/**
 * @internal JSON according to RFC 8259. json_decode() uses the last of several equal names and accepts "TRUE", so only
 * strings are passed to it. Integers must fit into 64 bits, and other numbers must be finite.
 */
final class StrictJson
{
    private const SCALAR = '/\G(?:true|false|null|(-?)(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?)/';

    private int $at = 0;

    private function __construct(private readonly string $text)
    {
    }

    /**
     * Returns the members of the object: strings as strings, nested objects as arrays, everything else as null. Returns
     * null if the text is not a single object.
     */
    public static function object(string $text, int $levels): ?array
    {
        $reader = new self(str_starts_with($text, "\xEF\xBB\xBF") ? substr($text, 3) : $text);
        try {
            $value = $reader->value($levels);
            return $reader->next() === '' && is_array($value) ? $value : null;
        } catch (UnexpectedValueException) {
            return null;
        }
    }

    private function value(int $levels): string|array|null
    {
        switch ($this->next()) {
            case '{':
                return $this->members($levels);
            case '[':
                $this->items($levels);
                return null;
            case '"':
                return $this->string();
            default:
                $this->scalar();
                return null;
        }
    }

    /** @return array<string|null|array> */
    private function members(int $levels): array
    {
        $members = [];
        $this->open($levels);
        if ($this->next() === '}') {
            $this->at++;
            return $members;
        }
        do {
            $this->expect($this->next() === '"');
            $name = $this->string();
            $this->expect(!array_key_exists($name, $members) && $this->next() === ':');
            $this->at++;
            $members[$name] = $this->value($levels - 1);
        } while ($this->continues('}'));
        return $members;
    }

    private function items(int $levels): void
    {
        $this->open($levels);
        if ($this->next() === ']') {
            $this->at++;
            return;
        }
        do {
            $this->value($levels - 1);
        } while ($this->continues(']'));
    }

    private function string(): string
    {
        $start = $this->at++;
        while (true) {
            $this->at += strcspn($this->text, '"\\', $this->at);
            $character = $this->text[$this->at] ?? '';
            $this->expect($character !== '');
            $this->at += $character === '"' ? 1 : 2;
            if ($character === '"') {
                break;
            }
        }
        $string = json_decode(substr($this->text, $start, $this->at - $start));
        $this->expect(is_string($string) && !str_contains($string, "\0"));
        return $string;
    }

    private function scalar(): void
    {
        $this->expect(preg_match(self::SCALAR, $this->text, $parts, PREG_UNMATCHED_AS_NULL, $this->at) === 1);
        [$scalar, $sign, $digits, $fraction, $exponent] = $parts + array_fill(0, 5, null);
        if ($digits !== null && $fraction === null && $exponent === null) {
            $limit = $sign === '-' ? '9223372036854775808' : '9223372036854775807';
            $length = strlen($digits) <=> strlen($limit);
            $this->expect($length < 0 || ($length === 0 && strcmp($digits, $limit) <= 0));
        } elseif ($digits !== null) {
            $this->expect(is_finite((float) $scalar));
        }
        $this->at += strlen($scalar);
    }

    /** Skips white space, and returns the next character, or '' at the end. */
    private function next(): string
    {
        $this->at += strspn($this->text, " \t\r\n", $this->at);
        return $this->text[$this->at] ?? '';
    }

    private function open(int $levels): void
    {
        $this->expect($levels > 0);
        $this->at++;
    }

    /** Whether a comma follows, rather than the closing bracket. */
    private function continues(string $closing): bool
    {
        $character = $this->next();
        $this->expect($character === ',' || $character === $closing);
        $this->at++;
        return $character === ',';
    }

    private function expect(bool $condition): void
    {
        if (!$condition) {
            throw new UnexpectedValueException();
        }
    }
}
