<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests\lib;

use Closure;
use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\Ask;
use Cotp\Ledger\FormVault;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Policies;
use Cotp\Ledger\Settings;
use CotpCallback;
use CotpCallbackVerifier;
use CotpForm;
use CotpOutcomeUnknownException;
use CotpStatus;
use CotpTransportException;
use PDO;
use PHPUnit\Framework\TestCase;

/** A ledger on one of the databases, a service that the test scripts, and their clock, listeners and logger. */
abstract class LedgerTestCase extends TestCase
{
    protected const KEY = 'booking-4711/card';
    protected const SECRET = 'a secret of the tests, longer than 32 bytes';
    protected Engine $engine;
    protected ScriptedSender $service;
    protected Doubles $doubles;

    /** @return array<string, array{string}> */
    public static function databases(): array
    {
        $only = getenv('LEDGER_DATABASES') ?: implode(' ', Engine::NAMES);
        $names = explode(' ', $only);
        return array_combine($names, array_map(static fn (string $name): array => [$name], $names));
    }

    /** Begins a test: empty tables, and a service without requests. */
    protected function on(string $database): void
    {
        $this->engine = Engine::get($database);
        $this->engine->clear();
        $this->service = new ScriptedSender();
        $this->doubles = new Doubles();
    }

    /** @param string|array<string, string> $secret */
    protected function ledger(
        ?Policies $policies = null,
        ?Settings $settings = null,
        ?PDO $pdo = null,
        ?AccountProvider $accounts = null,
        string|array $secret = self::SECRET,
    ): Ledger {
        return new Ledger(
            $pdo ?? $this->engine->shared, $accounts ?? $this->account(), $secret, $this->doubles, $this->doubles, $this->doubles,
            $settings ?? new Settings(lookUpsPerSecond: 100.0), $policies, new FormVault(str_repeat('v', 32)),
        );
    }

    protected function account(string $name = 'default', string $environment = 'production', ?ScriptedSender $service = null): Account
    {
        $verifier = new CotpCallbackVerifier(['k' => str_repeat('k', 32)]);
        return new Account($service ?? $this->service, $verifier, 'https://site.example/cotp', $name, $environment);
    }

    /** @return Closure(string): CotpForm */
    protected static function form(string $email = 'guest@example.com', ?string $phone = null, ?string $cardUri = null): Closure
    {
        return static fn (string $url): CotpForm => new CotpForm(
            bookerId: 'hotel-42', email: $phone === null ? $email : null, phone: $phone, callbackUrl: $url, cardUri: $cardUri,
        );
    }

    protected function event(Ask $ask, string $requestId, CotpStatus $status, string $time = '2026-11-29T12:00:00'): CotpCallback
    {
        return new CotpCallback($ask->reference, $requestId, $status, $status->value, $time);
    }

    protected static function notSent(): CotpTransportException
    {
        return new CotpTransportException('the service could not be reached');
    }

    protected static function lost(): CotpOutcomeUnknownException
    {
        return new CotpOutcomeUnknownException('the request was sent, but no complete response was received');
    }

    /** Makes all leases of the questions end, as if their time were over. */
    protected function endLeases(): void
    {
        $this->sql('UPDATE cotp_ledger_question SET lease_until = 1 WHERE lease_until IS NOT NULL');
        $this->sql('UPDATE cotp_ledger_inbox SET lease_until = 1 WHERE lease_until IS NOT NULL');
    }

    protected function sql(string $sql): int
    {
        return (int) $this->engine->other->exec($sql);
    }

    /** @return list<array<string, mixed>> */
    protected function rows(string $sql): array
    {
        $statement = $this->engine->other->query($sql);
        /** @var list<array<string, mixed>> */
        return $statement === false ? [] : $statement->fetchAll(PDO::FETCH_ASSOC);
    }

    protected function value(string $sql): string
    {
        $value = array_values($this->rows($sql)[0] ?? [])[0] ?? '';
        return is_scalar($value) ? (string) $value : '';
    }

    /**
     * @template T of \Throwable
     * @param class-string<T> $class
     * @param Closure(): mixed $call
     * @return T
     */
    protected static function thrown(string $class, Closure $call): \Throwable
    {
        try {
            $call();
        } catch (\Throwable $fault) {
            self::assertInstanceOf($class, $fault, $fault->getMessage() . "\n" . $fault->getTraceAsString());
            return $fault;
        }
        self::fail("$class was not thrown.");
    }
}
