<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\UserError;
use CotpRequest;
use ValueError;

/** Which wire keys the loaded extension has (an older one lacks some), and which values it accepts. */
final class WireKeys
{
    /** @var array<string, bool> */
    private static array $known = [];

    public static function isKnown(string $key): bool
    {
        return self::$known[$key] ??= self::accepts($key);
    }

    /**
     * Applies the rules of the extension. Those for paths and methods do not depend on its version, because the API key is
     * sent wherever a path leads.
     * @throws UserError when the entry must not have this value
     */
    public static function requireValid(string $key, string $value): void
    {
        if (str_ends_with($key, '.path') && preg_match('~^/[^\s/?#\\\\][^\s?#\\\\]*$~D', $value) !== 1) {
            throw new UserError("The wire entry \"$key\" must begin with \"/\" and contain neither a query nor a fragment.");
        }
        if (str_ends_with($key, '.method') && preg_match('/^[A-Z]{1,16}$/D', $value) !== 1) {
            throw new UserError("The wire entry \"$key\" must be a method in capital letters, such as POST.");
        }
        if (!self::isKnown($key)) {
            return;
        }
        try {
            new CotpRequest('key', 'http://127.0.0.1/api', wire: [$key => $value]);
        } catch (ValueError $error) {
            // A name that another entry has by default is valid: the file may rename that one, too.
            if (preg_match('/\bentry "' . preg_quote($key, '/') . '" .*/s', $error->getMessage(), $match) === 1) {
                throw new UserError("The wire $match[0].", previous: $error);
            }
        }
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
