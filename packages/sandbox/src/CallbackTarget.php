<?php
declare(strict_types=1);

namespace CotpSandbox;

/** Where callbacks may go: this machine, and the hosts that the user named on the command line. */
final class CallbackTarget
{
    /** @param array<string> $extraHosts */
    public function __construct(private array $extraHosts)
    {
    }

    /**
     * The URL to post to, put together again from its checked parts, so that no second parser can see another host in it.
     * @return ?string null when the target is not allowed
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
