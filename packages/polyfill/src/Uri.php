<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal The rules for URIs, as in cotp_check_uri.c. The functions return what is wrong, in the words of an argument message. */
final class Uri
{
    private const PORTS = ['https' => 443, 'http' => 80, 'socks5' => 1080, 'socks5h' => 1080];
    private const BYTE = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

    private function __construct(
        public readonly string $scheme,
        #[\SensitiveParameter] public readonly ?string $userinfo,
        public readonly string $host,
        public readonly int $port,
        #[\SensitiveParameter] public readonly string $path,
        public readonly bool $hasQuery,
        public readonly bool $hasFragment,
    ) {
    }

    /** Returns the URI, or what is wrong with it. */
    private static function split(#[\SensitiveParameter] string $uri, bool $isProxy = false): self|string
    {
        $fault = self::characterFault($uri);
        if ($fault !== null) {
            return $fault;
        }
        $schemes = $isProxy ? 'https?|socks5h?' : 'https?';
        if (preg_match("~\\A($schemes)://([^/?#]*)([^?#]*)(\\?[^#]*)?(#.*)?\\z~i", $uri, $parts) !== 1) {
            return $isProxy ? 'must be a URL that begins with http://, https://, socks5:// or socks5h://'
                : 'must be an absolute URL that begins with https:// or http://';
        }
        $scheme = strtolower($parts[1]);
        $authority = explode('@', $parts[2]);
        if (count($authority) > 2) {
            return 'must not contain more than one "@" before the path';
        }
        preg_match('/\A(\[[^\]]*\][^:]*|[^:]*)(?::(.*))?\z/', end($authority), $pieces);
        $host = $pieces[1] ?? '';
        if (!self::isHost($host)) {
            return 'must have a valid host';
        }
        $port = self::port($pieces[2] ?? (string) self::PORTS[$scheme]);
        if ($port === null) {
            return 'must have a valid port';
        }
        if (str_starts_with($host, '[') && strlen((string) @inet_pton(trim($host, '[]'))) !== 16) {
            return 'must have a valid host';
        }
        $userinfo = count($authority) === 2 ? $authority[0] : null;
        return new self($scheme, $userinfo, $host, $port, $parts[3], ($parts[4] ?? '') !== '', isset($parts[5]));
    }

    private static function characterFault(#[\SensitiveParameter] string $uri): ?string
    {
        if ($uri === '') {
            return 'must not be empty';
        }
        if (strlen($uri) > Tables::MAX_URL) {
            return 'must not be longer than ' . Tables::MAX_URL . ' bytes';
        }
        if (preg_match('/[\x00-\x20\x7F-\xFF\\\\"<>]|%(?![0-9A-Fa-f]{2})/', $uri, $bad) !== 1) {
            return null;
        }
        return $bad[0] === '%' ? 'must have two hexadecimal digits after each percent sign'
            : 'must be ASCII without spaces, control characters or any of \ " < > (percent-encode other '
                . 'characters, write hosts in Punycode)';
    }

    private static function port(string $text): ?int
    {
        $digits = ltrim($text, '0');
        $isPort = preg_match('/\A[0-9]{1,5}\z/', $digits) === 1 && preg_match('/\A[0-9]+\z/', $text) === 1;
        return $isPort && (int) $digits <= Tables::MAX_PORT ? (int) $digits : null;
    }

    private static function isHost(string $host): bool
    {
        if (str_starts_with($host, '[')) {
            return preg_match('/\A\[[0-9A-Fa-f:.]{2,}\]\z/', $host) === 1;
        }
        return self::isHostName($host);
    }

    private static function isHostName(string $host): bool
    {
        $name = str_ends_with($host, '.') ? substr($host, 0, -1) : $host;
        if (strlen($host) > Tables::MAX_HOST || preg_match('/\A(?:[A-Za-z0-9_-]+\.)*([A-Za-z0-9_-]+)\z/', $name, $parts) !== 1) {
            return false;
        }
        // a name that resolvers may read as an IPv4 address must be one in the usual notation
        $endsLikeAddress = preg_match('/\A(?:[0-9]+|0[xX][0-9A-Fa-f]*)\z/', $parts[1]) === 1;
        return !$endsLikeAddress || self::isDottedQuad($name);
    }

    private static function isDottedQuad(string $host): bool
    {
        return preg_match('/\A' . self::BYTE . '(?:\.' . self::BYTE . '){3}\z/', $host) === 1;
    }

    private function isLoopback(): bool
    {
        return in_array(strtolower($this->host), ['localhost', '[::1]'], true)
            || (str_starts_with($this->host, '127.') && self::isDottedQuad($this->host));
    }

    /** A host name or IPv4 address without a port. */
    public static function hostFault(string $host): ?string
    {
        $labels = explode('.', str_ends_with($host, '.') ? substr($host, 0, -1) : $host);
        $isValid = self::isHostName($host);
        foreach ($labels as $label) {
            $isValid = $isValid && strlen($label) <= Tables::MAX_LABEL && !str_starts_with($label, '-') && !str_ends_with($label, '-');
        }
        return $isValid ? null
            : 'must be a host name or an IPv4 address, without a scheme, port or path (write other scripts in Punycode)';
    }

    private function moreThanPathFault(): ?string
    {
        return match (true) {
            $this->userinfo !== null => 'must not contain a user name or password',
            $this->hasQuery => 'must not have a query',
            $this->hasFragment => 'must not have a fragment',
            default => null,
        };
    }

    /** @param list<string> $httpHosts hosts in lower case that may be reached without TLS */
    public static function baseFault(string $uri, array $httpHosts): ?string
    {
        $base = self::split($uri);
        if (is_string($base)) {
            return $base;
        }
        $fault = $base->moreThanPathFault();
        if ($fault !== null) {
            return $fault;
        }
        if ($base->scheme !== 'https' && !$base->isLoopback() && !in_array(strtolower($base->host), $httpHosts, true)) {
            return 'must begin with https:// (http:// is allowed only for loopback addresses and the hosts in cotp.http_hosts)';
        }
        $path = str_ends_with($base->path, '/') ? substr($base->path, 0, -1) : $base->path;
        return preg_match('~%|/(?:\.{0,2})(?:/|\z)~', $path) === 1
            ? 'must not have a path with empty, "." or ".." segments or with percent signs' : null;
    }

    public static function proxyFault(#[\SensitiveParameter] string $proxy): ?string
    {
        $uri = self::split($proxy, true);
        if (is_string($uri)) {
            return $uri;
        }
        return match (true) {
            strlen($uri->path) > 1, $uri->hasQuery, $uri->hasFragment => 'must not have a path, query or fragment',
            preg_match('/%(?:[01].|7f)/i', (string) $uri->userinfo) === 1 => 'must not contain percent-encoded control characters',
            default => null,
        };
    }

    public static function urlFault(#[\SensitiveParameter] string $url): ?string
    {
        $uri = self::split($url);
        return is_string($uri) ? $uri : null;
    }

    private function hasOriginOf(string $base): bool
    {
        $other = self::split($base);
        return $other instanceof self && $this->scheme === $other->scheme && strtolower($this->host) === strtolower($other->host)
            && $this->port === $other->port;
    }

    private function lastSegment(): ?string
    {
        $slash = strrpos($this->path, '/');
        $segment = $slash === false ? $this->path : substr($this->path, $slash + 1);
        return Check::isId($segment) ? $segment : null;
    }

    /** Returns what is wrong with the request id or URI, or null and the id. */
    public static function requestFault(string $request, string $base, string &$id): ?string
    {
        if (Check::isId($request)) {
            $id = $request;
            return null;
        }
        if (!str_contains($request, ':')) {
            return 'must be a request id (1 to ' . Tables::ID_LENGTH . ' characters from A-Z, a-z, 0-9, "-" and "_") or a request URI';
        }
        $uri = self::split($request);
        if (is_string($uri)) {
            return $uri;
        }
        $fault = $uri->moreThanPathFault();
        if ($fault !== null) {
            return $fault;
        }
        if (!$uri->hasOriginOf($base)) {
            return 'must have the same scheme, host and port as the base URI';
        }
        $segment = $uri->lastSegment();
        $id = (string) $segment;
        return $segment === null ? 'must end with a request id' : null;
    }

    /** Returns what is wrong with the card's token or URI, or null and the token. @param ?string $base null: not known yet */
    public static function cardFault(#[\SensitiveParameter] string $card, ?string $base, #[\SensitiveParameter] string &$token): ?string
    {
        if (Check::isId($card)) {
            $token = $card;
            return self::cardNumberFault($card);
        }
        if (!str_contains($card, ':')) {
            return 'must be the URI or the token of a stored card (a token has 1 to ' . Tables::ID_LENGTH
                . ' characters from A-Z, a-z, 0-9, "-" and "_")';
        }
        $uri = self::split($card);
        if (is_string($uri)) {
            return $uri;
        }
        if ($uri->userinfo !== null) {
            return 'must not contain a user name or password';
        }
        if ($uri->scheme !== 'https' && $base !== null && !$uri->hasOriginOf($base)) {
            return 'must begin with https://';
        }
        $segment = $uri->lastSegment();
        $token = (string) $segment;
        return $segment === null ? 'must end with the token of a stored card' : self::cardNumberFault($card);
    }

    /** A card number passed in place of a token would be sent as part of a path. */
    private static function cardNumberFault(#[\SensitiveParameter] string $uri): ?string
    {
        $fault = Check::cardNumber($uri);
        return $fault !== null || strpbrk($uri, '%+') === false ? $fault : Check::cardNumber(urldecode($uri));
    }

    /** Returns the id in the last path segment of a Location header, whatever its host. */
    public static function locationId(#[\SensitiveParameter] string $location): ?string
    {
        $path = substr($location, 0, strcspn($location, '?#'));
        $length = strcspn($path, ':/');
        if (($path[$length] ?? '') === ':') {
            $path = substr($path, $length + 1);
            if (!str_starts_with($path, '/')) {
                return null;
            }
        }
        if (str_starts_with($path, '//')) {
            $path = substr($path, 2 + strcspn($path, '/', 2));
        }
        $path = str_ends_with($path, '/') ? substr($path, 0, -1) : $path;
        $slash = strrpos($path, '/');
        $segment = $slash === false ? $path : substr($path, $slash + 1);
        return Check::isId($segment) ? $segment : null;
    }
}
