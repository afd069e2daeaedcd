<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal Values that listings do not show. */
final class Redacted
{
    public const TEXT = '***';
    public const MESSAGE = 'must not begin with "***", which dumps and listings show in place of the real value';

    public static function isRedacted(#[\SensitiveParameter] ?string $text): bool
    {
        return $text !== null && str_starts_with($text, self::TEXT);
    }

    /** Null and an empty array contain no secret, and are worth seeing. */
    public static function shown(#[\SensitiveParameter] mixed $value): mixed
    {
        return $value === null || $value === [] ? $value : self::TEXT;
    }
}
