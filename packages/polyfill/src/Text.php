<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal The rules for short texts. */
final class Text
{
    /** Whether the text is 1 to $limit bytes of UTF-8 without control characters (U+0080 to U+009F are control characters). */
    public static function isPlain(string $text, int $limit): bool
    {
        return $text !== '' && strlen($text) <= $limit && preg_match('/[\x00-\x1F\x7F-\x{9F}]/u', $text) === 0;
    }

    public static function isReference(string $text): bool
    {
        return self::isPlain($text, Tables::CALLBACK_REFERENCE);
    }

    /** Rejects whole numbers, because PHP turns them into integer keys, which array functions renumber. */
    public static function isKeyId(string $text): bool
    {
        return preg_match('/\A(?!-?[0-9]+\z)[A-Za-z0-9_-]{1,' . Tables::KEY_ID_LENGTH . '}\z/', $text) === 1;
    }
}
