<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

use Cotp\Polyfill\Failure;
use Cotp\Polyfill\Properties;
use Cotp\Polyfill\RetentionRules;
use Cotp\Polyfill\Thrown;

/** A destination that may receive a card's security code, and how many times. */
final readonly class CotpDestination
{
    public string $type;
    public string $data;
    public int $quota;
    public ?int $usage;

    public function __construct(string $type, string $data = '', int $quota = 1, ?int $usage = null)
    {
        Properties::constructOnce($this, 'type');
        $this->accept($type, $data, $quota, $usage, '__construct');
    }

    /** @return array<string, mixed> */
    public function __serialize(): array
    {
        return Properties::serialize($this);
    }

    /** @param array<array-key, mixed> $serialized */
    public function __unserialize(array $serialized): void
    {
        /** @var array{type: string, data: string, quota: int, usage: ?int} $values */
        $values = Properties::unserialize($this, $serialized);
        $this->accept($values['type'], $values['data'], $values['quota'], $values['usage'], '__unserialize');
    }

    private function accept(string $type, string $data, int $quota, ?int $usage, string $method): void
    {
        $fault = $usage !== null && $usage < 0 ? Failure::argument('usage', 'must be greater than or equal to 0')
            : RetentionRules::destinationFault($type, $data, $quota);
        if ($fault !== null) {
            throw Thrown::argument("CotpDestination::$method", $fault, 1);
        }
        $this->type = $type;
        $this->data = $data;
        $this->quota = $quota;
        $this->usage = $usage;
    }
}
