<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use Closure;
use RuntimeException;

/** A condition that was awaited in vain. */
final class NotFulfilled extends RuntimeException
{
}

/** Calls $condition until its result is neither null nor false. The deadline measures nothing: it only ends a test that has failed. */
function await(Closure $condition, string $what, int $seconds = 120): mixed
{
    $deadline = hrtime(true) + $seconds * 1_000_000_000;
    do {
        $result = $condition();
        if ($result !== null && $result !== false) {
            return $result;
        }
        usleep(10_000);
    } while (hrtime(true) < $deadline);
    throw new NotFulfilled("not fulfilled: $what");
}

function shown(mixed $value): string
{
    return substr((string) json_encode($value, JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_PRESERVE_ZERO_FRACTION), 0, 800);
}

/** Returns the path of what provides cotp's classes: the extension, or a PHP file, such as packages/polyfill/bootstrap.php. */
function extensionFile(): string
{
    $file = getenv('COTP_EXTENSION') ?: dirname(__DIR__, 4) . '/out/gcc/modules/cotp.so';
    if (!is_file($file)) {
        fwrite(STDERR, "$file does not exist. Build it with tools/build, or set COTP_EXTENSION.\n");
        exit(1);
    }
    return (string) realpath($file);
}

/** @return list<string> the options of PHP that load cotp's classes */
function providerOptions(): array
{
    $file = extensionFile();
    return ['-d', (str_ends_with($file, '.php') ? 'auto_prepend_file=' : 'extension=') . $file];
}

/** @return list<string> the command that starts PHP with cotp's classes */
function phpCommand(): array
{
    return [PHP_BINARY, ...providerOptions(), '-d', 'display_errors=stderr', '-d', 'error_log=', '-d', 'log_errors=1'];
}
