<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The allowed callback hosts: this machine, and those given on the command line. */
final class CallbackTarget
{
    /** @param array<string> $extraHosts */
    public function __construct(private array $extraHosts)
    {
    }

    /**
     * Returns the URL to post to, rebuilt from its checked parts: another parser must not find a different host in it.
     * @return ?string null if the target is not allowed
     */
    public function allowed(string $url): ?string
    {
        $parts = parse_url($url);
        $scheme = strtolower($parts['scheme'] ?? '');
        $host = strtolower($parts['host'] ?? '');
        if ($parts === false || isset($parts['user']) || isset($parts['pass']) || !in_array($scheme, ['http', 'https'], true)) {
            return null;
        }
        if (!self::isLoopback($host) && !in_array($host, array_map(strtolower(...), $this->extraHosts), true)) {
            return null;
        }
        return "$scheme://$host" . (isset($parts['port']) ? ":{$parts['port']}" : '') . ($parts['path'] ?? '/')
            . (isset($parts['query']) ? "?{$parts['query']}" : '');
    }

    private static function isLoopback(string $host): bool
    {
        return $host === 'localhost' || $host === '[::1]'
            || (str_starts_with($host, '127.') && filter_var($host, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4) !== false);
    }
}
