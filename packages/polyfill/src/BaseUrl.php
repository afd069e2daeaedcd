<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal The rules for a base URL, to which a token is added. */
final class BaseUrl
{
    private const PARAMETER = 'cotp';

    /** Returns what is wrong with the URL, in the words of an argument message, or null. */
    public static function fault(string $url): ?string
    {
        $fault = Uri::urlFault($url);
        if ($fault !== null) {
            return $fault;
        }
        if (str_contains($url, '#')) {
            return 'must not have a fragment';
        }
        return self::hasOurParameter(explode('?', $url, 2)[1] ?? '') ? 'must not have a query parameter named "cotp"' : null;
    }

    /** PHP removes spaces before a parameter name, and cuts the name at a null byte and at an opening bracket. */
    private static function hasOurParameter(string $query): bool
    {
        foreach (explode('&', strtr($query, ';', '&')) as $piece) {
            $name = ltrim(urldecode(explode('=', $piece, 2)[0]), ' ');
            if (substr($name, 0, strcspn($name, "\0[")) === self::PARAMETER) {
                return true;
            }
        }
        return false;
    }
}
