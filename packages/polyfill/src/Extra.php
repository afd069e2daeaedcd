<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use stdClass;

/** @internal The further fields of a form: what JSON can represent, and what may be in them. */
final class Extra
{
    private int $level = 0;
    private int $values = 0;

    /**
     * Returns what is wrong with the values, for which JSON has no equal.
     *
     * @param array<array-key, mixed> $extra
     */
    public static function shapeFault(#[\SensitiveParameter] array $extra): ?Failure
    {
        return (new self())->members($extra, false);
    }

    private function value(#[\SensitiveParameter] mixed $value): ?Failure
    {
        if ($this->values++ === Tables::JSON_MAX_VALUES) {
            return self::invalid('must not contain more than ' . Tables::JSON_MAX_VALUES . ' values');
        }
        return match (true) {
            $value === null, is_bool($value), is_int($value) => null,
            is_float($value) => is_finite($value) ? null : Failure::type('extra', 'must contain only finite numbers'),
            is_string($value) => self::stringFault($value),
            is_array($value) => $this->members($value, false),
            $value instanceof stdClass && $value::class === stdClass::class => $this->members((array) $value, true),
            default => Failure::type('extra', 'must contain only null, booleans, numbers, strings, arrays and stdClass objects'),
        };
    }

    private static function stringFault(#[\SensitiveParameter] string $text): ?Failure
    {
        if (Redacted::isRedacted($text)) {
            return self::invalid('must not contain texts that begin with "***", as in dumps and listings');
        }
        return self::isText($text) ? null : self::invalid('must contain only valid UTF-8 without null bytes');
    }

    private static function isText(#[\SensitiveParameter] string $text): bool
    {
        return Utf8::isValid($text) && !str_contains($text, "\0");
    }

    /** @param array<array-key, mixed> $members */
    private function members(#[\SensitiveParameter] array $members, bool $isObject): ?Failure
    {
        if ($this->level === Tables::JSON_MAX_LEVELS) {
            return self::invalid('must not be nested deeper than ' . Tables::JSON_MAX_LEVELS . ' levels');
        }
        $this->level++;
        $isList = !$isObject && $this->level > 1 && array_is_list($members);
        foreach ($members as $name => $member) {
            if (!$isList && is_int($name) && $this->level === 1) {
                return self::invalid('must have only string keys: the names of body fields');
            }
            $fault = $this->value($member);
            if ($fault !== null) {
                return $fault;
            }
            if (!$isList && !self::isText((string) $name)) {
                return self::invalid('must contain only names in valid UTF-8 without null bytes');
            }
        }
        $this->level--;
        return null;
    }

    /**
     * Returns what the rules of forms forbid, of values whose shape is valid.
     *
     * @param array<array-key, mixed> $extra
     */
    public static function contentFault(#[\SensitiveParameter] array $extra): ?Failure
    {
        $fault = self::cardNumberFault($extra);
        if ($fault !== null) {
            return $fault;
        }
        foreach (array_keys($extra) as $name) {
            if (Check::name((string) $name) !== null) {
                return self::invalid('must contain only names of 1 to 128 bytes without control characters');
            }
        }
        return strlen(JsonWriter::object($extra)) <= Tables::MAX_EXTRA_BYTES ? null
            : self::invalid('must not be longer than ' . Tables::MAX_EXTRA_BYTES . ' bytes when encoded as JSON');
    }

    /** Card numbers at any depth, including those written as numbers. */
    private static function cardNumberFault(#[\SensitiveParameter] mixed $value): ?Failure
    {
        if (!is_array($value) && !$value instanceof stdClass) {
            $text = match (true) {
                is_string($value) => $value,
                is_int($value) => (string) $value,
                is_float($value) => sprintf('%F', $value),
                default => '',
            };
            return CardNumber::isIn($text) ? self::invalid(Check::CARD_NUMBER) : null;
        }
        $isObject = $value instanceof stdClass || !array_is_list($value);
        foreach ((array) $value as $name => $member) {
            if ($isObject && CardNumber::isIn((string) $name)) {
                return self::invalid(Check::CARD_NUMBER);
            }
            $fault = self::cardNumberFault($member);
            if ($fault !== null) {
                return $fault;
            }
        }
        return null;
    }

    private static function invalid(string $message): Failure
    {
        return Failure::argument('extra', $message);
    }
}
