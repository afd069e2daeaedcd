<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

use Cotp\Polyfill\Batch;
use Cotp\Polyfill\Client;
use Cotp\Polyfill\Failure;
use Cotp\Polyfill\Settings;
use Cotp\Polyfill\Tables;
use Cotp\Polyfill\Thrown;

/**
 * A client for PCI Booking's Card Over The Phone service. The extension's cotp.stub.php documents the methods. This class uses ext-curl:
 * every request but a retrieve opens a connection of its own, because PHP code cannot keep libcurl from sending a request twice on a kept
 * one, and memory is not wiped.
 */
class CotpRequest
{
    public const PRODUCTION = Tables::PRODUCTION;
    public const STAGING = Tables::STAGING;

    /** The settings, which no dump shows. */
    private ?SensitiveParameterValue $settings = null;

    /** @param array<array-key, mixed> $wire overrides for PCI Booking's names, paths and methods, with keys from the wire table */
    public function __construct(
        #[\SensitiveParameter] string $apiKey,
        string $baseUri = CotpRequest::PRODUCTION,
        float $timeout = 10.0,
        float $connectTimeout = 3.0,
        int $retries = 2,
        ?string $caFile = null,
        #[\SensitiveParameter] ?string $proxy = null,
        bool $http2 = true,
        array $wire = [],
        ?Closure $observer = null,
        ?string $socket = null,
    ) {
        if ($this->settings !== null) {
            throw Thrown::atCaller(new Error('CotpRequest::__construct() must not be called twice'));
        }
        $settings = Settings::from($apiKey, $baseUri, $timeout, $connectTimeout, $retries, $caFile, $proxy, $http2, $wire, $observer, $socket);
        if ($settings instanceof Failure) {
            throw Thrown::argument('CotpRequest::__construct', $settings, 1);
        }
        $this->settings = new SensitiveParameterValue($settings);
    }

    public function send(CotpForm $form): string
    {
        $id = $this->client()->send($form);
        return is_string($id) ? $id : throw Thrown::failure(__METHOD__, $id, 1);
    }

    public function retrieve(string $request): CotpState
    {
        $state = $this->client()->retrieve($request);
        return $state instanceof CotpState ? $state : throw Thrown::failure(__METHOD__, $state, 1);
    }

    public function delete(string $request): void
    {
        self::check($this->client()->onRequest('delete', $request), __METHOD__);
    }

    public function setRetention(#[\SensitiveParameter] string $cardUri, CotpRetention $policy): void
    {
        self::check($this->client()->setRetention($cardUri, $policy), __METHOD__, 2);
    }

    public function getRetention(#[\SensitiveParameter] string $cardUri): CotpRetention
    {
        $retention = $this->client()->getRetention($cardUri);
        return $retention instanceof CotpRetention ? $retention : throw Thrown::failure(__METHOD__, $retention, 1);
    }

    public function deleteRetention(
        #[\SensitiveParameter] string $cardUri,
        #[\SensitiveParameter] ?string $type = null,
        #[\SensitiveParameter] ?string $data = null,
    ): void {
        self::check($this->client()->deleteRetention($cardUri, $type, $data), __METHOD__);
    }

    public function clearCvv(#[\SensitiveParameter] string $cardUri): void
    {
        self::check($this->client()->onCard('cvv.clear', $cardUri), __METHOD__);
    }

    public function deleteCard(#[\SensitiveParameter] string $cardUri): void
    {
        self::check($this->client()->onCard('card.delete', $cardUri), __METHOD__);
    }

    /**
     * @param array<array-key, mixed> $forms CotpForm objects, with any keys
     * @return array<array-key, string|CotpException>
     */
    public function sendMany(array $forms, int $concurrency = 6): array
    {
        return (new Batch($this->configured(), __METHOD__, $concurrency))->send($forms);
    }

    /**
     * @param array<array-key, mixed> $requests request ids, or request URIs
     * @return array<array-key, CotpState|CotpException>
     */
    public function retrieveMany(array $requests, int $concurrency = 6): array
    {
        return (new Batch($this->configured(), __METHOD__, $concurrency))->retrieve($requests);
    }

    public function await(string $request, float $timeout = 300.0): CotpState
    {
        $state = $this->client()->await($request, $timeout);
        return $state instanceof CotpState ? $state : throw Thrown::failure(__METHOD__, $state, 1);
    }

    /**
     * No connection is kept between calls.
     *
     * @return array{pid: int, connections: int, hits: int, misses: int}
     */
    public static function pool(): array
    {
        return ['pid' => (int) getmypid(), 'connections' => 0, 'hits' => 0, 'misses' => 0];
    }

    public static function closePool(): void
    {
    }

    public function authenticate(): bool
    {
        $isValid = $this->client()->authenticate();
        return is_bool($isValid) ? $isValid : throw Thrown::failure(__METHOD__, $isValid, 1);
    }

    public function __set(string $name, #[\SensitiveParameter] mixed $value): void
    {
        if (static::class === self::class) {
            throw Thrown::atCaller(new Error("Cannot create dynamic property CotpRequest::\$$name"));
        }
        $this->{$name} = $value;
    }

    public function __clone()
    {
        throw Thrown::atCaller(new Error('Trying to clone an uncloneable object of class ' . static::class));
    }

    /** @return array<string, mixed> */
    public function __serialize(): array
    {
        throw Thrown::atCaller(new Exception("Serialization of '" . static::class . "' is not allowed"));
    }

    /** @param array<array-key, mixed> $data */
    public function __unserialize(array $data): void
    {
        throw Thrown::atCaller(new Exception("Unserialization of '" . static::class . "' is not allowed"));
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        /** @var array<string, mixed> $properties */
        $properties = (array) $this;
        return array_diff_key($properties, ["\0CotpRequest\0settings" => 1]);
    }

    private function configured(): Settings
    {
        $settings = $this->settings?->getValue();
        return $settings instanceof Settings ? $settings
            : throw Thrown::atCaller(new Error('CotpRequest::__construct() has not been called'));
    }

    private function client(): Client
    {
        return new Client($this->configured());
    }

    private static function check(?Failure $failure, string $method, int $number = 1): void
    {
        if ($failure !== null) {
            throw Thrown::failure($method, $failure, $number);
        }
    }
}
