<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel;

use Closure;
use Cotp\Ledger\Ask;
use Cotp\Ledger\ForgetReport;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Resolution;
use CotpCallback;
use CotpCallbackVerifier;
use CotpForm;
use CotpRequest;
use DateTimeImmutable;
use SensitiveParameter;

/** One account: its client, its verifier, and its questions in the ledger. The methods are those of the ledger. */
final readonly class CotpAccount
{
    /** @internal use Cotp::account() */
    public function __construct(private CotpManager $manager, public string $name)
    {
    }

    /** Returns the client. A send() with it is not remembered: use ask(). */
    public function client(): CotpRequest
    {
        return $this->manager->client($this->name);
    }

    public function verifier(): CotpCallbackVerifier
    {
        return $this->manager->verifier($this->name);
    }

    /** @param Closure(string): CotpForm $form receives the callback URL */
    public function ask(string $key, Closure $form, ?string $timeZone = null, #[SensitiveParameter] ?string $fallbackEmail = null): Ask
    {
        return $this->manager->with(fn (Ledger $ledger): Ask => $ledger->ask($key, $form, $this->name, $timeZone, $fallbackEmail));
    }

    /**
     * @param int $replaces Ask::$attempt of the attempt that the caller has seen
     * @param Closure(string): CotpForm $form receives the callback URL
     */
    public function askAgain(string $key, int $replaces, Closure $form, ?string $timeZone = null, #[SensitiveParameter] ?string $fallbackEmail = null): Ask
    {
        return $this->manager->with(fn (Ledger $ledger): Ask => $ledger->askAgain($key, $replaces, $form, $this->name, $timeZone, $fallbackEmail));
    }

    /** @param DateTimeImmutable|null $askedAt Ask::$askedAt of the send that the person has seen */
    public function cancel(string $key, ?DateTimeImmutable $askedAt = null): Ask
    {
        return $this->manager->with(fn (Ledger $ledger): Ask => $ledger->cancel($key, $this->name, $askedAt));
    }

    /** @return bool false if the reference is not one of the ledger, so the callback was not stored */
    public function receive(CotpCallback $event): bool
    {
        return $this->manager->with(fn (Ledger $ledger): bool => $ledger->receive($event, $this->name));
    }

    /** @phpstan-impure */
    public function find(string $key): ?Ask
    {
        return $this->manager->with(fn (Ledger $ledger): ?Ask => $ledger->find($key, $this->name));
    }

    /**
     * @phpstan-impure
     * @return list<Ask>
     */
    public function unknown(int $limit = 100): array
    {
        return $this->manager->with(fn (Ledger $ledger): array => $ledger->unknown($this->name, $limit));
    }

    public function resolve(string $key, Resolution $resolution, string $by, ?string $requestId = null, ?DateTimeImmutable $askedAt = null): Ask
    {
        return $this->manager->with(fn (Ledger $ledger): Ask => $ledger->resolve($key, $resolution, $by, $this->name, $requestId, $askedAt));
    }

    public function forget(string $key): ForgetReport
    {
        return $this->manager->with(fn (Ledger $ledger): ForgetReport => $ledger->forget($key, $this->name));
    }
}
