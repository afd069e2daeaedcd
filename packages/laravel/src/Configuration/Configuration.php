<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Configuration;

use Closure;
use Cotp\Ledger\Account;
use Cotp\Ledger\CotpSender;
use Cotp\Ledger\FormVault;
use Cotp\Ledger\Policies;
use Cotp\Ledger\Sender;
use Cotp\Ledger\Settings;
use CotpAttempt;
use CotpCallbackVerifier;
use CotpRequest;
use Illuminate\Contracts\Config\Repository;
use LogicException;
use SensitiveParameter;
use ValueError;

/** The entries of config/cotp.php. Each method throws InvalidConfiguration if an entry that it needs is wrong. */
final readonly class Configuration
{
    private const CLIENT = ['api_key', 'base_uri', 'timeout', 'connect_timeout', 'retries', 'ca_file', 'proxy', 'http2', 'wire', 'socket'];
    private const OTHERS = ['callback_keys', 'callback_url', 'callback_lifetime'];

    /** @param array<array-key, mixed> $entries */
    public function __construct(#[SensitiveParameter] private array $entries, private string $applicationUrl)
    {
    }

    public static function of(Repository $config): self
    {
        $url = $config->get('app.url');
        return new self(Entries::section($config->get('cotp'), 'cotp'), is_string($url) ? $url : '');
    }

    /** Returns whether nothing is set yet, as after "composer require". Then nothing is checked until it is used. */
    public function isUnset(): bool
    {
        $accounts = $this->section('accounts');
        $account = is_array($accounts['default'] ?? null) ? $accounts['default'] : [];
        $values = [$account['api_key'] ?? null, $account['callback_keys'] ?? null, $this->section('ledger')['secret'] ?? null];
        return array_keys($accounts) === ['default'] && array_filter($values, static fn (mixed $value): bool => !in_array($value, [null, ''], true)) === [];
    }

    /** Creates everything once, so that each wrong entry is found. */
    public function check(): void
    {
        if (!class_exists(CotpRequest::class)) {
            throw new LogicException('The PHP extension cotp is not loaded. Install it, or the package cotp/polyfill.');
        }
        $owners = [];
        foreach ($this->accounts() as $name) {
            $this->account($name, new CotpSender($this->client($name)), $this->verifier($name));
            foreach ($this->callbackKeys($name) as $key) {
                $owner = $owners[hash('sha256', $key)] ??= $name;
                $owner === $name || throw new InvalidConfiguration(
                    "cotp.accounts.$name.callback_keys", "must not contain a secret of the account \"$owner\", because callbacks of one account would be accepted for the other.",
                );
            }
        }
        $this->secret();
        $this->settings();
        $vault = $this->vault();
        if ($vault === null && $this->policies()->needForm()) {
            throw new InvalidConfiguration('cotp.ledger.vault_keys', 'is not set, but the policies need the form again.');
        }
        $this->callbackPath();
        Entries::text($this->section('ledger')['connection'] ?? null, 'cotp.ledger.connection');
    }

    /** Checks what cannot work with the production service, but with a sandbox on the same machine. */
    public function checkForProduction(): void
    {
        foreach ($this->accounts() as $name) {
            $entries = $this->entriesOf($name);
            $url = Entries::text($entries['callback_url'] ?? null, "cotp.accounts.$name.callback_url");
            if (in_array($entries['base_uri'] ?? '', ['', 'production', CotpRequest::PRODUCTION], true) && !self::isPublic($url ?? $this->applicationUrl)) {
                throw new InvalidConfiguration(
                    $url === null ? 'app.url' : "cotp.accounts.$name.callback_url",
                    'must be a public URL with https://' . ($url === null ? ' (APP_URL)' : '') . ", because the production service sends the callbacks of the account \"$name\" there.",
                );
            }
        }
    }

    private static function isPublic(string $url): bool
    {
        $host = strtolower(trim((string) parse_url($url, PHP_URL_HOST), '[]'));
        $isAddress = filter_var($host, FILTER_VALIDATE_IP) !== false;
        return stripos($url, 'https://') === 0 && preg_match('~(?:\A|\.)localhost\.?\z~', $host) !== 1
            && (!$isAddress || filter_var($host, FILTER_VALIDATE_IP, FILTER_FLAG_NO_PRIV_RANGE | FILTER_FLAG_NO_RES_RANGE) !== false);
    }

    /** @return list<string> */
    public function accounts(): array
    {
        $names = array_map(strval(...), array_keys($this->section('accounts')));
        return $names !== [] ? $names : throw new InvalidConfiguration('cotp.accounts', 'must contain at least one account.');
    }

    /** @param (Closure(CotpAttempt): void)|null $observer */
    public function client(string $name, ?Closure $observer = null): CotpRequest
    {
        $entries = $this->entriesOf($name);
        $path = "cotp.accounts.$name";
        Entries::text($entries['api_key'] ?? null, "$path.api_key") ?? throw new InvalidConfiguration("$path.api_key", 'is not set.');
        $entries['base_uri'] = match ($entries['base_uri'] ?? null) {
            'production' => CotpRequest::PRODUCTION,
            'staging' => CotpRequest::STAGING,
            default => $entries['base_uri'] ?? null,
        };
        return Entries::create(CotpRequest::class, array_intersect_key($entries, array_flip(self::CLIENT)), $path, ['observer' => $observer]);
    }

    public function verifier(string $name): CotpCallbackVerifier
    {
        try {
            return new CotpCallbackVerifier($this->callbackKeys($name));
        } catch (ValueError $fault) {
            throw Entries::translate($fault, "cotp.accounts.$name", 'callback_keys');
        }
    }

    /** @return array<string, string> */
    private function callbackKeys(string $name): array
    {
        $path = "cotp.accounts.$name.callback_keys";
        $value = $this->entriesOf($name)['callback_keys'] ?? null;
        return in_array($value, [null, '', []], true) ? throw new InvalidConfiguration($path, 'is not set.') : Entries::keys($value, $path);
    }

    public function account(string $name, Sender $sender, CotpCallbackVerifier $verifier): Account
    {
        $path = "cotp.accounts.$name";
        $entries = $this->entriesOf($name);
        $lifetime = filter_var($entries['callback_lifetime'] ?? 2_592_000, FILTER_VALIDATE_INT);
        $lifetime !== false || throw new InvalidConfiguration("$path.callback_lifetime", 'must be a whole number.');
        $url = Entries::text($entries['callback_url'] ?? null, "$path.callback_url");
        $environment = Entries::text($this->entries['environment'] ?? null, 'cotp.environment') ?? 'production';
        try {
            return new Account($sender, $verifier, $url ?? $this->urlOfRoute($name), $name, $environment, $lifetime);
        } catch (ValueError $fault) {
            $message = $fault->getMessage();
            throw match (true) {
                str_contains($message, '$environment') => Entries::translate($fault, 'cotp', 'environment'),
                str_contains($message, '$name') => Entries::translate($fault, 'cotp', "accounts.$name"),
                str_contains($message, 'baseUrl') => Entries::translate($fault, $url === null ? 'app' : $path, $url === null ? 'url' : 'callback_url'),
                default => Entries::translate($fault, $path, 'callback_lifetime'),
            };
        }
    }

    /** Returns the path of the callback route without slashes around it, or null if there is none. */
    public function callbackPath(): ?string
    {
        $path = Entries::text($this->section('callback')['path'] ?? null, 'cotp.callback.path');
        return $path === null ? null : trim($path, '/');
    }

    /** @return list<string> */
    public function callbackMiddleware(): array
    {
        $names = Entries::section($this->section('callback')['middleware'] ?? [], 'cotp.callback.middleware');
        return array_map(
            static fn (mixed $name): string => is_string($name) ? $name : throw new InvalidConfiguration('cotp.callback.middleware', 'must contain only names.'),
            array_values($names),
        );
    }

    public function connection(): ?string
    {
        return Entries::text($this->section('ledger')['connection'] ?? null, 'cotp.ledger.connection');
    }

    /** @return string|array<string, string> */
    public function secret(): string|array
    {
        $path = 'cotp.ledger.secret';
        $value = $this->section('ledger')['secret'] ?? null;
        $secret = is_array($value) ? Entries::keys($value, $path) : (Entries::text($value, $path) ?? throw new InvalidConfiguration($path, 'is not set.'));
        foreach ((array) $secret as $one) {
            strlen($one) >= 32 || throw new InvalidConfiguration($path, 'must contain at least 32 random bytes.');
        }
        return $secret;
    }

    public function settings(): Settings
    {
        return Entries::create(Settings::class, Entries::section($this->section('ledger')['settings'] ?? [], 'cotp.ledger.settings'), 'cotp.ledger.settings');
    }

    public function policies(): Policies
    {
        return Entries::create(Policies::class, Entries::section($this->section('ledger')['policies'] ?? [], 'cotp.ledger.policies'), 'cotp.ledger.policies');
    }

    public function vault(): ?FormVault
    {
        $path = 'cotp.ledger.vault_keys';
        $value = $this->section('ledger')['vault_keys'] ?? null;
        if (in_array($value, [null, '', []], true)) {
            return null;
        }
        $keys = array_map(static fn (string $key): string => (string) base64_decode($key, true), Entries::keys($value, $path));
        foreach ($keys as $key) {
            strlen($key) === 32 || throw new InvalidConfiguration($path, 'must contain 32 random bytes in base64 for each id.');
        }
        try {
            return new FormVault($keys);
        } catch (ValueError $fault) {
            throw Entries::translate($fault, 'cotp.ledger', 'vault_keys');
        }
    }

    private function urlOfRoute(string $name): string
    {
        $path = $this->callbackPath() ?? throw new InvalidConfiguration("cotp.accounts.$name.callback_url", 'must be set, because the callback route is disabled.');
        return rtrim($this->applicationUrl, '/') . "/$path" . ($name === 'default' ? '' : '/' . rawurlencode($name));
    }

    /** @return array<array-key, mixed> */
    private function entriesOf(string $name): array
    {
        $path = "cotp.accounts.$name";
        $accounts = $this->section('accounts');
        $entries = array_key_exists($name, $accounts) ? Entries::section($accounts[$name], $path) : throw new InvalidConfiguration($path, 'does not exist.');
        foreach (array_diff(array_keys($entries), self::CLIENT, self::OTHERS) as $unknown) {
            throw new InvalidConfiguration("$path.$unknown", 'is unknown. Known are: ' . implode(', ', [...self::CLIENT, ...self::OTHERS]) . '.');
        }
        return $entries;
    }

    /** @return array<array-key, mixed> */
    private function section(string $name): array
    {
        return Entries::section($this->entries[$name] ?? [], "cotp.$name");
    }
}
