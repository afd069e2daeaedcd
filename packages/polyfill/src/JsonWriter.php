<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use stdClass;

/** @internal Writes JSON as cotp_json.c does. The value was checked. */
final class JsonWriter
{
    /**
     * Returns an array at the top as an object, and other arrays as lists if their keys are.
     *
     * @param array<array-key, mixed> $members
     */
    public static function object(#[\SensitiveParameter] array $members): string
    {
        $texts = [];
        foreach ($members as $name => $member) {
            $texts[] = self::string((string) $name) . ':' . self::value($member);
        }
        return '{' . implode(',', $texts) . '}';
    }

    public static function value(#[\SensitiveParameter] mixed $value): string
    {
        return match (true) {
            $value === null => 'null',
            is_bool($value) => $value ? 'true' : 'false',
            is_int($value) => (string) $value,
            is_float($value) => self::real($value),
            is_string($value) => self::string($value),
            $value instanceof stdClass => self::object((array) $value),
            is_array($value) && array_is_list($value) => '[' . implode(',', array_map(self::value(...), $value)) . ']',
            default => self::object((array) $value),
        };
    }

    private static function string(#[\SensitiveParameter] string $text): string
    {
        static $escapes = null;
        if (!is_array($escapes)) {
            $escapes = ['"' => '\\"', '\\' => '\\\\', "\x08" => '\\b', "\f" => '\\f', "\n" => '\\n', "\r" => '\\r', "\t" => '\\t'];
            for ($i = 0; $i < 0x20; $i++) {
                $escapes[chr($i)] ??= sprintf('\\u%04X', $i);
            }
        }
        /** @var array<string, string> $escapes */
        return '"' . strtr($text, $escapes) . '"';
    }

    /** Finds the fewest digits with which the number is read back unchanged, whatever php.ini says about precision. */
    private static function real(float $number): string
    {
        $precision = 0;
        do {
            $text = sprintf("%.{$precision}e", $number);
        } while ((float) $text !== $number && ++$precision < 17);
        [$mantissa, $exponent] = explode('e', $text);
        $digits = (string) preg_replace('/[^0-9]/', '', $mantissa);
        $count = strlen($digits);
        $point = (int) $exponent + 1;
        $sign = str_starts_with($text, '-') || ($number === 0.0 && fdiv(1.0, $number) < 0) ? '-' : '';
        return $sign . match (true) {
            $point < -3 || $point > 17 => $digits[0] . '.' . ($count > 1 ? substr($digits, 1) : '0') . sprintf('e%+d', $point - 1),
            $point <= 0 => '0.' . str_repeat('0', -$point) . $digits,
            $point >= $count => $digits . str_repeat('0', $point - $count),
            default => substr($digits, 0, $point) . '.' . substr($digits, $point),
        };
    }
}
