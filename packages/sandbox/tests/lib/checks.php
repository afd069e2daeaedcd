<?php
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

/** Asks again until the answer is neither null nor false. The deadline is no measure: it only ends a test that has failed. */
function await(Closure $question, string $what): mixed
{
    $deadline = hrtime(true) + 20_000_000_000;
    do {
        $answer = $question();
        if ($answer !== null && $answer !== false) {
            return $answer;
        }
        usleep(10_000);
    } while (hrtime(true) < $deadline);
    throw new CheckFailed("$what: did not come true");
}

function shown(mixed $value): string
{
    return substr((string) json_encode($value, JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_PRESERVE_ZERO_FRACTION), 0, 600);
}
