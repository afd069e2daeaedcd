<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\DependencyInjection;

use Cotp\SymfonyBundle\Exception\ConfigurationException;
use Cotp\Testing\FakeCotp;

/**
 * The configuration with what the environment provides: each entry that is not set reads its variable. With the fake,
 * no variable is read, so a test cannot reach a real account or ledger by accident.
 *
 * @internal
 */
final class Entries
{
    private const FAKE_SECRET = 'a secret of the tests, never one of production';

    /**
     * @param array<string, mixed> $config
     * @return array{fake: bool, messenger: bool, environment: string, message_keys: mixed, account_provider: ?string,
     *     accounts: array<string, array<string, mixed>>,
     *     ledger: array<string, mixed>, settings: array<string, mixed>, policies: array<string, mixed>}
     */
    public static function complete(array $config, bool $isTest): array
    {
        $fake = $config['fake'] ?? ($isTest && class_exists(FakeCotp::class));
        if (!is_bool($fake)) {
            throw new ConfigurationException('The entry "cotp.fake" must be true or false, known when the container is compiled.');
        }
        if ($fake && !class_exists(FakeCotp::class)) {
            throw new ConfigurationException('The entry "cotp.fake" is true, but the package cotp/testing is not installed.');
        }
        $accounts = [];
        foreach (self::map($config['accounts'] ?? []) as $name => $account) {
            if (preg_match('~\A[A-Za-z0-9_-]{1,60}\z~', $name) !== 1) {
                throw new ConfigurationException("The entry \"cotp.accounts.$name\" must have a name of 1 to 60 letters, digits, \"-\" and \"_\".");
            }
            $accounts[$name] = self::account($name, self::map($account), $fake);
        }
        self::requireOwnVariables(array_map(strval(...), array_keys($accounts)));
        $provider = $config['account_provider'] ?? null;
        $ledger = self::map($config['ledger'] ?? []);
        return [
            'fake' => $fake,
            'messenger' => ($config['messenger'] ?? true) === true,
            'environment' => is_string($config['environment'] ?? null) ? $config['environment'] : ($fake ? 'test' : '%env(default:cotp.default_environment:COTP_ENVIRONMENT)%'),
            'message_keys' => $config['message_keys'] ?? ($fake ? null : '%env(default::COTP_MESSAGE_KEYS)%'),
            'account_provider' => is_string($provider) ? $provider : null,
            'accounts' => $accounts,
            'ledger' => self::ledger($ledger, $fake),
            'settings' => self::map($ledger['settings'] ?? []) + ($fake ? ['check_durability' => false] : []),
            'policies' => self::map($ledger['policies'] ?? []),
        ];
    }

    /** @param list<string> $names of accounts, whose arguments for autowiring would also be the same */
    private static function requireOwnVariables(array $names): void
    {
        $owners = [];
        foreach ($names as $name) {
            $prefix = self::prefix($name);
            $other = $owners[$prefix] ?? null;
            if ($other !== null) {
                throw new ConfigurationException("The entries \"cotp.accounts.$other\" and \"cotp.accounts.$name\" must have names that differ in more than letter case, \"-\" and \"_\":"
                    . " both would read the environment variables {$prefix}_….");
            }
            $owners[$prefix] = $name;
        }
    }

    /** Returns the beginning of the variables of an account: COTP, or COTP_LODGE for the account "lodge". */
    public static function prefix(string $account): string
    {
        return $account === 'default' ? 'COTP' : 'COTP_' . strtoupper(strtr($account, '-', '_'));
    }

    /**
     * @param array<string, mixed> $account
     * @return array<string, mixed>
     */
    private static function account(string $name, array $account, bool $fake): array
    {
        $prefix = self::prefix($name);
        $account['api_key'] ??= $fake ? 'fake-key' : "%env({$prefix}_API_KEY)%";
        $account['base_uri'] ??= $fake ? null : "%env(default::{$prefix}_BASE_URI)%";
        $account['callback_keys'] ??= $fake ? ['test' => self::FAKE_SECRET . ($name === 'default' ? '' : " ($name)")] : "%env({$prefix}_CALLBACK_KEYS)%";
        $account['callback_url'] ??= $fake ? 'https://site.example/cotp/callback' . ($name === 'default' ? '' : "/$name") : "%env({$prefix}_CALLBACK_URL)%";
        return $account;
    }

    /**
     * @param array<string, mixed> $ledger
     * @return array<string, mixed>
     */
    private static function ledger(array $ledger, bool $fake): array
    {
        if (isset($ledger['connection'], $ledger['dsn'])) {
            throw new ConfigurationException('The entries "cotp.ledger.connection" and "cotp.ledger.dsn" must not both be set.');
        }
        if (!isset($ledger['connection'])) {
            $ledger['dsn'] ??= $fake ? 'sqlite::memory:' : '%env(COTP_LEDGER_DSN)%';
            $ledger['user'] ??= $fake ? null : '%env(default::COTP_LEDGER_USER)%';
            $ledger['password'] ??= $fake ? null : '%env(default::COTP_LEDGER_PASSWORD)%';
        }
        $ledger['secret'] ??= $fake ? self::FAKE_SECRET : '%env(COTP_LEDGER_SECRET)%';
        $ledger['vault_keys'] ??= $fake ? ['test' => base64_encode(str_repeat('v', 32))] : '%env(default::COTP_VAULT_KEYS)%';
        return $ledger;
    }

    /** @return array<string, mixed> */
    private static function map(mixed $value): array
    {
        $map = [];
        foreach (is_array($value) ? $value : [] as $name => $entry) {
            $map[(string) $name] = $entry;
        }
        return $map;
    }
}
