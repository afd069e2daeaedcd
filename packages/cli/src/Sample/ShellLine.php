<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Sample;

/** Splits a line of a shell into words: quotes, backslashes, and lines that go on. */
final class ShellLine
{
    /** @return list<string> */
    public static function words(string $line): array
    {
        // Backslash, caret and backtick continue a line in sh, cmd and PowerShell.
        $line = (string) preg_replace('/[\\\\^`][ \t]*\r?\n/', ' ', $line);
        preg_match_all('/\G\s*((?:\$?\'(?:[^\'\\\\]|\\\\.|\\\\)*?\'|"(?:[^"\\\\]|\\\\.)*"|\\\\.|[^\s\'"\\\\])+)/su', $line, $matches);
        return array_map(self::unquoted(...), $matches[1]);
    }

    private static function unquoted(string $word): string
    {
        return (string) preg_replace_callback(
            '/\$\'((?:[^\'\\\\]|\\\\.)*)\'|\'([^\']*)\'|"((?:[^"\\\\]|\\\\.)*)"|\\\\(.)/su',
            static fn (array $match): string => match (true) {
                str_starts_with($match[0], '$') => stripcslashes($match[1]),
                str_starts_with($match[0], "'") => $match[2] ?? '',
                str_starts_with($match[0], '"') => (string) preg_replace('/\\\\(["\\\\$`])/', '$1', $match[3] ?? ''),
                default => $match[4] ?? '',
            },
            $word,
        );
    }
}
