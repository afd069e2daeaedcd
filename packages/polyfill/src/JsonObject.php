<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use JsonException;

/**
 * @internal A JSON object. json_decode() decides whether the text is valid, so the values of members that are not ours do
 * not matter. It uses the last of several equal names, so our names are counted. A name in our spelling wins over one
 * that differs in ASCII case, which is ours only if it is the only one.
 */
final class JsonObject
{
    /** A bracket, or a string and the colon after it. The text is valid. */
    private const TOKEN = '/[\[\]{}]|"((?:[^"\\\\]++|\\\\.)*+)"\s*+(:?)/s';

    /**
     * Returns our members, or null if the text is not a single object with at most that many levels, or if it is unclear
     * which member has one of the names.
     *
     * @param string[] $names
     * @return array<string, mixed>|null keyed by our spelling of the names
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
        return self::ours($members, self::names($text), $names);
    }

    /**
     * @param string[] $written the names in the text
     * @param string[] $names
     */
    private static function ours(array $members, array $written, array $names): ?array
    {
        $ours = [];
        foreach ($names as $name) {
            $spellings = array_filter($written, static fn (string $text): bool => strcasecmp($text, $name) === 0);
            $exact = array_keys($spellings, $name, true);
            if (count($exact) > 1 || ($exact === [] && count($spellings) > 1)) {
                return null;
            }
            if ($spellings !== []) {
                $ours[$name] = $members[$exact === [] ? end($spellings) : $name];
            }
        }
        return $ours;
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
