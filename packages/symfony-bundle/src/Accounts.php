<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle;

use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\CotpSender;
use Cotp\SymfonyBundle\DependencyInjection\Entries;
use Cotp\SymfonyBundle\DependencyInjection\Values;
use Cotp\SymfonyBundle\Exception\ConfigurationException;
use Cotp\SymfonyBundle\Profiler\Observer;
use Cotp\Testing\FakeCotp;
use CotpAttempt;
use CotpCallbackVerifier;
use CotpRequest;
use InvalidArgumentException;
use SensitiveParameter;
use ValueError;

/** The accounts of the configuration. All of them are checked when this service is created. */
final class Accounts implements AccountProvider
{
    /** @var array<string, array{Account, CotpRequest}> */
    private array $accounts = [];
    /** @var array<string, string> the names of accounts, by the digests of their callback keys */
    private array $ownersOfKeys = [];

    /**
     * @param array<string, array<string, mixed>> $entries
     * @throws ConfigurationException when an entry is missing or invalid
     */
    public function __construct(#[SensitiveParameter] array $entries, string $environment, bool $isFake, private readonly Observer $observer)
    {
        foreach ($entries as $name => $account) {
            $values = new Values("cotp.accounts.$name", $account, Entries::prefix($name));
            $client = $isFake ? new FakeCotp() : $this->createClient($name, $values);
            $this->accounts[$name] = [self::createAccount($name, $values, $client, $environment), $client];
            $this->requireOwnKeys($name, $values);
        }
    }

    public function account(string $name): Account
    {
        return $this->find($name)[0];
    }

    public function client(string $name): CotpRequest
    {
        return $this->find($name)[1];
    }

    public function verifier(string $name): CotpCallbackVerifier
    {
        return $this->find($name)[0]->verifier;
    }

    /** @return list<string> */
    public function names(): array
    {
        return array_keys($this->accounts);
    }

    /** With a key that two accounts share, a callback of one would be accepted for the other. */
    private function requireOwnKeys(string $name, Values $values): void
    {
        foreach ($values->keys('callback_keys') ?? [] as $key) {
            $owner = $this->ownersOfKeys[hash('sha256', $key)] ??= $name;
            if ($owner !== $name) {
                throw $values->invalid('callback_keys', "must not contain a secret of the account \"$owner\", because callbacks of one account would be accepted for the other");
            }
        }
    }

    /** @return array{Account, CotpRequest} */
    private function find(string $name): array
    {
        return $this->accounts[$name] ?? throw new InvalidArgumentException("The account \"$name\" does not exist.");
    }

    private function createClient(string $name, Values $values): CotpRequest
    {
        $arguments = array_filter([
            'baseUri' => self::baseUri($values->text('base_uri')), 'timeout' => $values->float('timeout'), 'connectTimeout' => $values->float('connect_timeout'),
            'retries' => $values->integer('retries'), 'caFile' => $values->text('ca_file'), 'proxy' => $values->text('proxy'), 'http2' => $values->boolean('http2'),
            'socket' => $values->text('socket'), 'wire' => $values->texts('wire'),
        ], static fn (mixed $value): bool => $value !== null && $value !== []);
        $observer = $this->observer;
        try {
            return new CotpRequest($values->required('api_key'), ...$arguments, observer: static fn (CotpAttempt $attempt) => $observer($name, $attempt));
        } catch (ValueError $fault) {
            throw ConfigurationException::ofArgument($values->path, $fault);
        }
    }

    private static function baseUri(?string $entry): ?string
    {
        /** @var string $staging */
        $staging = CotpRequest::STAGING;
        return match ($entry) {
            'production' => null,       // the default of the client
            'staging' => $staging,
            default => $entry,
        };
    }

    private static function createAccount(string $name, Values $values, CotpRequest $client, string $environment): Account
    {
        $keys = $values->keys('callback_keys') ?? throw $values->missing('callback_keys');
        try {
            $verifier = new CotpCallbackVerifier($keys, $values->texts('wire'));
        } catch (ValueError $fault) {
            throw ConfigurationException::ofArgument($values->path, $fault, ['keys' => 'callback_keys']);
        }
        $url = $values->required('callback_url');
        $lifetime = $values->integer('callback_lifetime') ?? 2_592_000;
        try {
            return new Account(new CotpSender($client), $verifier, $url, $name, $environment, $lifetime);
        } catch (ValueError $fault) {
            throw str_contains($fault->getMessage(), '$environment') ? ConfigurationException::ofArgument('cotp', $fault)
                : ConfigurationException::ofArgument($values->path, $fault, ['baseUrl' => 'callback_url', 'ttl' => 'callback_lifetime']);
        }
    }
}
