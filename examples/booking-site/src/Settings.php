<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use Cotp\Ledger\Account;
use Cotp\Ledger\CotpSender;
use Cotp\Ledger\FormVault;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Policies;
use Cotp\Ledger\Settings as LedgerSettings;
use CotpCallbackVerifier;
use CotpRequest;
use RuntimeException;

/** The settings, from environment variables. Secrets are read when they are used, and stored nowhere. */
final class Settings
{
    public static function service(): CotpRequest
    {
        return new CotpRequest(self::required('PCIBOOKING_API_KEY'), self::baseUri());
    }

    /** COTP_CALLBACK_SECRET is "key-id:base64-of-32-random-bytes"; old keys follow, separated by spaces, until their URLs have expired. */
    public static function callbacks(): CotpCallbackVerifier
    {
        $keys = [];
        foreach (explode(' ', self::required('COTP_CALLBACK_SECRET')) as $key) {
            [$id, $secret] = explode(':', $key, 2) + [1 => ''];
            $keys[$id] = (string) base64_decode($secret, true);
        }
        return new CotpCallbackVerifier($keys);
    }

    /** The memory of what guests were asked. Tests replace the service. */
    public static function ledger(Database $database, ?CotpRequest $service = null): Ledger
    {
        $service ??= self::service();
        $secret = self::ledgerSecret();
        return new Ledger(
            $database->open('ledger'),
            new Account(new CotpSender($service), self::callbacks(), self::callbackBase()),
            hash_hkdf('sha256', $secret, info: 'digests'),
            events: new Cards(new Bookings($database), $service),
            logger: new ErrorLog(),
            settings: new LedgerSettings(
                lease: 30,              // the timeout of the client is 10 seconds
                firstLookUp: self::pollSeconds(),
                longestInterval: 12 * self::pollSeconds(),
                lookUpsPerSecond: 50.0,
            ),
            policies: new Policies(deleteOriginal: true),
            vault: new FormVault(hash_hkdf('sha256', $secret, info: 'forms')),
        );
    }

    /** LEDGER_SECRET is 32 random bytes in base64. */
    private static function ledgerSecret(): string
    {
        $secret = (string) base64_decode(self::required('LEDGER_SECRET'), true);
        return strlen($secret) >= 32 ? $secret : throw new RuntimeException('LEDGER_SECRET must be at least 32 random bytes in base64');
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

    /** Whether the service is a sandbox: it is on this machine, or SITE_SANDBOX is 1. */
    public static function isSandbox(): bool
    {
        $host = trim((string) parse_url(self::baseUri(), PHP_URL_HOST), '[]');
        return self::optional('SITE_SANDBOX', '') === '1' || in_array($host, ['localhost', '::1'], true) || preg_match('/^127(\.\d+){3}$/D', $host) === 1;
    }

    /** Returns "SANDBOX", "STAGING", or an empty string for production. */
    public static function environmentName(): string
    {
        return match (true) {
            self::isSandbox() => 'SANDBOX',
            self::baseUri() === CotpRequest::STAGING => 'STAGING',
            default => '',
        };
    }

    /** Returns the URL where the sandbox shows its messages. */
    public static function outboxUrl(): string
    {
        return preg_replace('~/api/?$~', '', self::baseUri()) . '/outbox';
    }

    /**
     * Returns the URL where PCI Booking reaches callback.php. Never use the Host header for it, because the client chooses it.
     * PHP's development server is an exception: there these two variables are its actual address.
     */
    public static function callbackBase(): string
    {
        $own = match (PHP_SAPI) {
            'cli-server' => "http://{$_SERVER['SERVER_NAME']}:{$_SERVER['SERVER_PORT']}",
            'cli' => 'http://localhost',        // the worker sends no links
            default => null,
        };
        return self::required('SITE_URL', $own) . '/callback.php';
    }

    public static function retentionDays(): int
    {
        return (int) self::optional('RETENTION_DAYS', '7');
    }

    /** Returns how many seconds after a send the worker looks up the request for the first time. */
    public static function pollSeconds(): int
    {
        return (int) self::optional('POLL_SECONDS', '60');
    }

    /** Returns null if the desk needs no password, which is allowed only with a sandbox. */
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
