<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

use Cotp\Polyfill\Properties;

/** One HTTP attempt, as passed to the observer. It contains no id, key or address. */
final readonly class CotpAttempt
{
    public string $method;
    public string $route;
    public int $httpStatus;
    public int $attempt;
    public bool $reused;
    public string $protocol;
    public float $nameLookup;
    public float $connect;
    public float $tls;
    public float $firstByte;
    public float $total;
    public float $startTime;
    public string $host;
    public string $operation;
    public CotpOutcome $outcome;
    public ?string $errorType;
    public int|string|null $key;

    public function __construct(
        string $method,
        string $route,
        int $httpStatus,
        int $attempt,
        bool $reused,
        string $protocol,
        float $nameLookup,
        float $connect,
        float $tls,
        float $firstByte,
        float $total,
        float $startTime = 0.0,
        string $host = '',
        string $operation = '',
        CotpOutcome $outcome = CotpOutcome::Answered,
        ?string $errorType = null,
        int|string|null $key = null,
    ) {
        $values = get_defined_vars();
        Properties::constructOnce($this, 'method');
        $this->fill($values);
    }

    /** @return array<string, mixed> */
    public function __serialize(): array
    {
        return Properties::serialize($this);
    }

    /** @param array<array-key, mixed> $serialized */
    public function __unserialize(array $serialized): void
    {
        $this->fill(Properties::unserialize($this, $serialized));
    }

    /** @param array<string, mixed> $values */
    private function fill(array $values): void
    {
        foreach ($values as $name => $value) {
            $this->{$name} = $value;
        }
    }
}
