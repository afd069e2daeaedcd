<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpRequest;
use ValueError;

/** Which wire keys the loaded extension has: an older one lacks some. */
final class WireKeys
{
    /** @var array<string, bool> */
    private static array $known = [];

    public static function isKnown(string $key): bool
    {
        return self::$known[$key] ??= self::accepts($key);
    }

    private static function accepts(string $key): bool
    {
        try {
            new CotpRequest('key', 'http://127.0.0.1/api', wire: [$key => '']);
        } catch (ValueError $error) {
            // An empty value is invalid for each key, but a known key is named in the message.
            return str_contains($error->getMessage(), "\"$key\"");
        }
        return true;
    }
}
