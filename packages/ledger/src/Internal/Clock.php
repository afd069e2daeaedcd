<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use DateTimeImmutable;
use DateTimeZone;
use Psr\Clock\ClockInterface;

/** @internal */
final readonly class Clock implements ClockInterface
{
    public function __construct(private ?ClockInterface $clock = null)
    {
    }

    public function now(): DateTimeImmutable
    {
        return ($this->clock?->now() ?? new DateTimeImmutable())->setTimezone(new DateTimeZone('UTC'));
    }

    /** Returns the time in Unix milliseconds. */
    public function milliseconds(): int
    {
        return (int) $this->now()->format('Uv');
    }
}
