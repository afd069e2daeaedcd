<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Logging;

/**
 * Replaces callback tokens in texts.
 *
 * @internal
 */
final class Redaction
{
    /** A parameter of a URL, also of one that is part of another URL; and a token by itself. */
    private const PATTERNS = [
        '~(cotp(?:=|%(?:25)*3D))(?!\*\*\*)[^\s&"\'<>#\\\\,;)\]}]+~i' => '$1***',
        '~v1\.[A-Za-z0-9_-]{1,16}\.[0-9]{1,11}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}~' => '***',
    ];

    public static function text(string $text): string
    {
        return preg_replace(array_keys(self::PATTERNS), array_values(self::PATTERNS), $text) ?? '***';
    }

    /**
     * Returns the values with redacted strings. Objects stay as they are.
     *
     * @param array<array-key, mixed> $values
     * @return array<array-key, mixed>
     */
    public static function values(array $values): array
    {
        return array_map(static fn (mixed $value): mixed => match (true) {
            is_string($value) => self::text($value),
            is_array($value) => self::values($value),
            default => $value,
        }, $values);
    }
}
