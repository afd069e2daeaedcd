<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use Closure;
use Exception;

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

/** Calls $condition until its result is neither null nor false. The deadline measures nothing: it only ends a test that has failed. */
function await(Closure $condition, string $what): mixed
{
    $deadline = hrtime(true) + 20_000_000_000;
    do {
        $result = $condition();
        if ($result !== null && $result !== false) {
            return $result;
        }
        usleep(10_000);
    } while (hrtime(true) < $deadline);
    throw new CheckFailed("$what: was not fulfilled");
}

function shown(mixed $value): string
{
    return substr((string) json_encode($value, JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_PRESERVE_ZERO_FRACTION), 0, 600);
}
