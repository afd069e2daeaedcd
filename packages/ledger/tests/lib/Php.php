<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests\lib;

/** The PHP of the tests, with what provides the classes of cotp: the extension, or a PHP file that loads their polyfill. */
final class Php
{
    /** @return list<string> the beginning of a command */
    public static function command(): array
    {
        $provider = (string) getenv('COTP_SO');
        return match (true) {
            $provider === '' => [PHP_BINARY],
            str_ends_with($provider, '.php') => [PHP_BINARY, '-d', "auto_prepend_file=$provider"],
            default => [PHP_BINARY, '-d', "extension=$provider"],
        };
    }
}
