<?php
declare(strict_types=1);

namespace BookingSite;

use CotpCallbackVerifier;
use CotpRequest;
use RuntimeException;

/** What the environment says, and what is made of it. Secrets are read where they are used, and kept nowhere. */
final class Settings
{
    public static function service(): CotpRequest
    {
        return new CotpRequest(self::required('PCIBOOKING_API_KEY'), self::baseUri());
    }

    /** COTP_CALLBACK_SECRET is "key-id:base64-of-32-random-bytes"; old keys follow after a blank until their URLs have expired. */
    public static function callbacks(): CotpCallbackVerifier
    {
        $keys = [];
        foreach (explode(' ', self::required('COTP_CALLBACK_SECRET')) as $key) {
            [$id, $secret] = explode(':', $key, 2) + [1 => ''];
            $keys[$id] = (string) base64_decode($secret, true);
        }
        return new CotpCallbackVerifier($keys);
    }

    public static function database(): Database
    {
        $dsn = self::optional('DATABASE_DSN', 'sqlite:' . dirname(__DIR__) . '/var/site.sqlite');
        return new Database($dsn, self::optional('DATABASE_USER', ''), self::optional('DATABASE_PASSWORD', ''));
    }

    public static function baseUri(): string
    {
        return self::optional('PCIBOOKING_BASE_URI', CotpRequest::PRODUCTION);
    }

    /** Whether nothing here is real: on this machine, or because the operator says so. What is not known to be a sandbox is none. */
    public static function isSandbox(): bool
    {
        $host = trim((string) parse_url(self::baseUri(), PHP_URL_HOST), '[]');
        return self::optional('SITE_SANDBOX', '') === '1' || in_array($host, ['localhost', '::1'], true) || preg_match('/^127(\.\d+){3}$/D', $host) === 1;
    }

    /** "SANDBOX", "STAGING", or '' for the real thing. */
    public static function environmentName(): string
    {
        return match (true) {
            self::isSandbox() => 'SANDBOX',
            self::baseUri() === CotpRequest::STAGING => 'STAGING',
            default => '',
        };
    }

    /** Where the sandbox shows what it would have sent. */
    public static function outboxUrl(): string
    {
        return preg_replace('~/api/?$~', '', self::baseUri()) . '/outbox';
    }

    /**
     * Where PCI Booking reaches callback.php. Never made of the Host header, which is the caller's to choose; only PHP's own
     * development server tells in these two where it really listens.
     */
    public static function callbackBase(): string
    {
        $own = PHP_SAPI === 'cli-server' ? "http://{$_SERVER['SERVER_NAME']}:{$_SERVER['SERVER_PORT']}" : null;
        return self::required('SITE_URL', $own) . '/callback.php';
    }

    public static function retentionDays(): int
    {
        return (int) self::optional('RETENTION_DAYS', '7');
    }

    /** How long after a send the worker asks by itself for the first time. */
    public static function pollSeconds(): int
    {
        return (int) self::optional('POLL_SECONDS', '60');
    }

    /** null: the desk is open to whoever reaches it, which only a sandbox's may be. */
    public static function deskPassword(): ?string
    {
        $password = self::optional('DESK_PASSWORD', '');
        if ($password === '' && !self::isSandbox()) {
            throw new RuntimeException('DESK_PASSWORD must be set unless the service is a sandbox');
        }
        return $password === '' ? null : $password;
    }

    private static function required(string $name, ?string $default = null): string
    {
        return self::optional($name, '') ?: $default ?? throw new RuntimeException("$name is not set");
    }

    private static function optional(string $name, string $default): string
    {
        $value = getenv($name);
        return $value === false || $value === '' ? $default : $value;
    }
}
