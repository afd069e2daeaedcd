<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use JsonException;

/**
 * @internal A JSON object. json_decode() decides whether the text is valid, so the values of members that are not ours do
 * not matter. It uses the last of several equal names, so our names are counted.
 */
final class JsonObject
{
    /** A bracket, or a string and the colon after it. The text is valid. */
    private const TOKEN = '/[\[\]{}]|"((?:[^"\\\\]++|\\\\.)*+)"\s*+(:?)/s';

    /**
     * Returns the members, or null if the text is not a single object with at most that many levels, or has one of the
     * names twice.
     *
     * @param string[] $names
     */
    public static function read(string $text, array $names, int $levels): ?array
    {
        $text = str_starts_with($text, "\xEF\xBB\xBF") ? substr($text, 3) : $text;
        try {
            // json_decode() counts a scalar as a level too
            $members = json_decode($text, true, $levels + 1, JSON_THROW_ON_ERROR);
        } catch (JsonException) {
            return null;
        }
        if (!is_array($members) || $text[strspn($text, " \t\r\n")] !== '{') {
            return null;
        }
        $found = array_intersect(self::names($text), $names);
        return $found === array_unique($found) ? $members : null;
    }

    /** @return string[] the names of the outermost object, in which equal names may occur */
    private static function names(string $text): array
    {
        $names = [];
        $level = 0;
        preg_match_all(self::TOKEN, $text, $tokens, PREG_SET_ORDER);
        foreach ($tokens as $token) {
            if (!isset($token[2])) {
                $level += $token[0] === '{' || $token[0] === '[' ? 1 : -1;
            } elseif ($level === 1 && $token[2] === ':') {
                $names[] = json_decode("\"$token[1]\"");
            }
        }
        return $names;
    }
}
