<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpBrowserTests;

use Closure;
use Exception;
use Throwable;

use function BookingSite\Tests\shown;

final class CheckFailed extends Exception
{
}

function same(mixed $expected, mixed $actual, string $what): void
{
    if ($expected !== $actual) {
        throw new CheckFailed("$what: expected " . shown($expected) . ', got ' . shown($actual));
    }
}

function contains(string $needle, string $text, string $what): void
{
    if (!str_contains($text, $needle)) {
        throw new CheckFailed("$what: " . shown($needle) . ' is missing in ' . shown($text));
    }
}

function lacks(string $needle, string $text, string $what): void
{
    if (str_contains($text, $needle)) {
        throw new CheckFailed("$what: " . shown($needle) . ' must not be there');
    }
}

/**
 * Runs tests, and prints the failures and their number.
 * @param iterable<string, Closure> $tests
 * @return int the exit status
 */
function runTests(iterable $tests, string $part = ''): int
{
    $passed = $failed = 0;
    foreach ($tests as $name => $test) {
        if (!str_contains($name, $part)) {
            continue;
        }
        try {
            $test();
            $passed++;
        } catch (Throwable $fault) {
            $failed++;
            echo "FAILED $name\n       ", $fault instanceof CheckFailed ? $fault->getMessage() . "\n" . $fault->getTraceAsString() : $fault, "\n";
        }
    }
    echo "$passed passed, $failed failed\n";
    return $failed === 0 ? 0 : 1;
}
