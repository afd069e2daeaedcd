<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal The rules for a base URL, to which a token is added. */
final class BaseUrl
{
    private const LIMIT = 2048;
    private const HOST_LIMIT = 253;
    private const PORT_LIMIT = 65535;
    private const PARAMETER = 'cotp';
    private const BAD_CHARACTER = '/[\x00-\x20\x7F-\xFF\\\\"<>]|%(?![0-9A-Fa-f]{2})/';
    private const BYTE = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

    /** Returns what is wrong with the URL, in the words of an argument message, or null. */
    public static function fault(string $url): ?string
    {
        $fault = self::characterFault($url);
        if ($fault !== null) {
            return $fault;
        }
        if (preg_match('~\Ahttps?://([^/?#]*)[^?#]*(?:\?([^#]*))?(#.*)?\z~i', $url, $parts) !== 1) {
            return 'must be an absolute URL that begins with https:// or http://';
        }
        $fault = self::authorityFault($parts[1]);
        if ($fault !== null) {
            return $fault;
        }
        if (isset($parts[3])) {
            return 'must not have a fragment';
        }
        return self::hasOurParameter($parts[2] ?? '') ? 'must not have a query parameter named "cotp"' : null;
    }

    private static function characterFault(string $url): ?string
    {
        if ($url === '') {
            return 'must not be empty';
        }
        if (strlen($url) > self::LIMIT) {
            return 'must not be longer than 2048 bytes';
        }
        if (preg_match(self::BAD_CHARACTER, $url, $bad) !== 1) {
            return null;
        }
        return $bad[0] === '%'
            ? 'must have two hexadecimal digits after each percent sign'
            : 'must be ASCII without spaces, control characters or any of \ " < > '
                . '(percent-encode other characters, write hosts in Punycode)';
    }

    private static function authorityFault(string $authority): ?string
    {
        $parts = explode('@', $authority);
        if (count($parts) > 2) {
            return 'must not contain more than one "@" before the path';
        }
        preg_match('/\A(\[[^\]]*\][^:]*|[^:]*)(?::(.*))?\z/', end($parts), $parts);
        if (!self::isHost($parts[1])) {
            return 'must have a valid host';
        }
        $port = ltrim($parts[2] ?? '1', '0');
        if (preg_match('/\A[0-9]{1,5}\z/', $port) !== 1 || (int) $port > self::PORT_LIMIT) {
            return 'must have a valid port';
        }
        $isAddress = !str_starts_with($parts[1], '[') || strlen((string) @inet_pton(trim($parts[1], '[]'))) === 16;
        return $isAddress ? null : 'must have a valid host';
    }

    private static function isHost(string $host): bool
    {
        if (str_starts_with($host, '[')) {
            return preg_match('/\A\[[0-9A-Fa-f:.]{2,}\]\z/', $host) === 1;
        }
        $name = str_ends_with($host, '.') ? substr($host, 0, -1) : $host;
        if (strlen($host) > self::HOST_LIMIT || preg_match('/\A(?:[A-Za-z0-9_-]+\.)*([A-Za-z0-9_-]+)\z/', $name, $parts) !== 1) {
            return false;
        }
        // a name that resolvers may read as an IPv4 address must be one in the usual notation
        $endsLikeAddress = preg_match('/\A(?:[0-9]+|0[xX][0-9A-Fa-f]*)\z/', $parts[1]) === 1;
        return !$endsLikeAddress || preg_match('/\A' . self::BYTE . '(?:\.' . self::BYTE . '){3}\z/', $name) === 1;
    }

    /** PHP removes spaces before a parameter name, and cuts the name at a null byte and at an opening bracket. */
    private static function hasOurParameter(string $query): bool
    {
        foreach (preg_split('/[&;]/', $query) as $piece) {
            $name = ltrim(urldecode(explode('=', $piece, 2)[0]), ' ');
            if (substr($name, 0, strcspn($name, "\0[")) === self::PARAMETER) {
                return true;
            }
        }
        return false;
    }
}
