<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Closure;

/** Commands of two words, such as "cotp callback url" for the command "callback:url". */
final class CommandWords
{
    /**
     * Joins the words of a command, also after "help" and in the request of a shell that completes a line.
     * @param list<string> $words
     * @param Closure(string): bool $exists
     * @return list<string>
     */
    public static function joined(array $words, Closure $exists): array
    {
        if (($words[1] ?? '') === '_complete') {
            return self::completed($words, $exists);
        }
        $first = ($words[1] ?? '') === 'help' ? 2 : 1;
        if (isset($words[$first + 1]) && $exists("{$words[$first]}:{$words[$first + 1]}")) {
            array_splice($words, $first, 2, "{$words[$first]}:{$words[$first + 1]}");
        }
        return $words;
    }

    /**
     * The shell passes the words of the line as "-iWORD", and the number of the word at the cursor as "-cN".
     * @param list<string> $words
     * @param Closure(string): bool $exists
     * @return list<string>
     */
    private static function completed(array $words, Closure $exists): array
    {
        $typed = array_values(array_filter($words, static fn (string $word): bool => str_starts_with($word, '-i')));
        $others = array_values(array_filter($words, static fn (string $word): bool => preg_match('/^-(?:i|c[0-9]+$)/D', $word) !== 1));
        $name = substr($typed[1] ?? '', 2) . ':' . substr($typed[2] ?? '', 2);
        $current = preg_match('/ -c([0-9]+)(?: |$)/D', implode(' ', $words), $match) === 1 ? (int) $match[1] : 0;
        if ($current < 3 || !$exists($name)) {
            return $words;
        }
        array_splice($typed, 1, 2, "-i$name");
        return [...$others, '-c' . ($current - 1), ...$typed];
    }
}
