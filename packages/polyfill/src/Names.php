<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal The names in the body of a callback, and the entries of $wire that change them. */
final class Names
{
    public const DEFAULTS = [
        'callback.requestId' => Tables::WIRE['callback.requestId'][0],
        'callback.status' => Tables::WIRE['callback.status'][0],
        'callback.time' => Tables::WIRE['callback.time'][0],
    ];

    private const KEYS = 'callback.';

    /**
     * Returns what is wrong with an entry, in the words of an argument message, or null. Other keys are ignored.
     *
     * @param array<array-key, mixed> $wire
     */
    public static function fault(array $wire): ?string
    {
        foreach ($wire as $key => $name) {
            if (!is_string($key) || !is_string($name)) {
                return 'must contain only strings, with keys from the wire table';
            }
            if (!str_starts_with($key, self::KEYS)) {
                continue;
            }
            if (!isset(self::DEFAULTS[$key])) {
                return 'must contain only keys from the wire table';
            }
            if (Check::name($name) !== null) {
                return "entry \"$key\" must be 1 to 128 bytes of UTF-8 without control characters";
            }
        }
        return null;
    }

    /**
     * Returns what is wrong with entries without a fault if two of the names are the same, or null.
     *
     * @param array<array-key, mixed> $wire
     */
    public static function collision(array $wire): ?string
    {
        $names = self::of($wire);
        foreach (array_keys($names) as $i => $first) {
            foreach (array_slice(array_keys($names), $i + 1) as $second) {
                if (strcasecmp($names[$first], $names[$second]) === 0) {
                    return "must not map \"$first\" and \"$second\" to the same name (case-insensitively)";
                }
            }
        }
        return null;
    }

    /**
     * @param array<array-key, mixed> $wire entries without a fault
     * @return array<string, string>
     */
    public static function of(array $wire): array
    {
        return array_replace(self::DEFAULTS, array_filter(array_intersect_key($wire, self::DEFAULTS), is_string(...)));
    }
}
