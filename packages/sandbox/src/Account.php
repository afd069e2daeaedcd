<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** Each key has an account of its own. Only a digest is stored, because somebody might use a real key. */
final class Account
{
    /** Returns the account of the request's key, whether it is authorized or not; null without a key. */
    public static function of(HttpRequest $request): ?string
    {
        $key = self::key($request);
        return $key === null ? null : self::ofKey($key);
    }

    /** Returns the account that the request is authorized for. */
    public static function authorized(HttpRequest $request): string
    {
        $key = self::key($request);
        if ($key === null) {
            throw new ApiError(-1003, 'The header "Authorization: APIKEY <key>" is missing or malformed.');
        }
        if (str_starts_with($key, 'bad')) {
            throw new ApiError(-1003, 'Keys that start with "bad" are not authorized in the sandbox.');
        }
        if (str_starts_with($key, 'blocked')) {
            throw new ApiError(-180, 'Keys that start with "blocked" are blocked in the sandbox.');
        }
        return self::ofKey($key);
    }

    private static function ofKey(string $key): string
    {
        return substr(hash('sha256', "cotp-sandbox account\n$key"), 0, 16);
    }

    private static function key(HttpRequest $request): ?string
    {
        return preg_match('/^APIKEY ([\x21-\x7e]{1,512})$/D', $request->header('authorization'), $match) ? $match[1] : null;
    }
}
