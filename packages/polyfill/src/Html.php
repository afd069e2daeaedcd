<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal Whether a body is an HTML page, such as that of a login or a firewall. */
final class Html
{
    private const SKIPPED = " \t\r\n\f\v\xEF\xBB\xBF\xFE\xFF\0";
    private const BEGINNING = '~\A(?:<!--.*?(?:-->|\z)|<\?.*?(?:\?>|\z)|[ \t\r\n\f\v\xEF\xBB\xBF\xFE\xFF])*+'
        . '(?:<!doctype|<(?:html|head|title|meta|script|style|body)(?:[ \t\r\n\f/>]|\z))~is';

    public static function is(#[\SensitiveParameter] string $body): bool
    {
        // without null bytes, so that ASCII characters in UTF-16 are found too
        return preg_match(self::BEGINNING, str_replace("\0", '', $body)) === 1;
    }

    /** Whether the first character that is not white space is this one. */
    public static function beginsWith(#[\SensitiveParameter] string $body, string $c): bool
    {
        return ($body[strspn($body, self::SKIPPED)] ?? '') === $c;
    }
}
