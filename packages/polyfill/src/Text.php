<?php

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal What short texts must look like. */
final class Text
{
    /** UTF-8 of 1 to $limit bytes without control characters, U+0080 to U+009F included. */
    public static function isPlain(string $text, int $limit): bool
    {
        return $text !== '' && strlen($text) <= $limit && preg_match('/[\x00-\x1F\x7F-\x{9F}]/u', $text) === 0;
    }

    public static function isReference(string $text): bool
    {
        return self::isPlain($text, 96);
    }

    /** Whole numbers are refused, since PHP makes positions of them, and positions shift. */
    public static function isKeyId(string $text): bool
    {
        return preg_match('/\A(?!-?[0-9]+\z)[A-Za-z0-9_-]{1,16}\z/', $text) === 1;
    }
}
