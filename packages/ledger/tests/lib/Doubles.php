<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests\lib;

use Closure;
use DateInterval;
use DateTimeImmutable;
use Psr\Clock\ClockInterface;
use Psr\EventDispatcher\EventDispatcherInterface;
use Psr\Log\AbstractLogger;
use Stringable;

/** The clock, the listeners and the logger of a test. */
final class Doubles extends AbstractLogger implements ClockInterface, EventDispatcherInterface
{
    public DateTimeImmutable $now;
    /** @var list<object> */
    public array $events = [];
    /** @var list<string> with their contexts */
    public array $lines = [];
    /** @var Closure(object): mixed|null */
    public ?Closure $listener = null;

    public function __construct()
    {
        $this->now = new DateTimeImmutable('2026-11-29T12:00:00Z');
    }

    public function now(): DateTimeImmutable
    {
        return $this->now;
    }

    public function advance(int $seconds): void
    {
        $this->now = $this->now->add(new DateInterval("PT{$seconds}S"));
    }

    public function dispatch(object $event): object
    {
        $this->events[] = $event;
        $this->listener === null || ($this->listener)($event);
        return $event;
    }

    /** @return list<string> the short names of the events */
    public function names(): array
    {
        return array_map(static fn (object $event): string => basename(str_replace('\\', '/', $event::class)), $this->events);
    }

    /** @param array<mixed> $context */
    public function log(mixed $level, string|Stringable $message, array $context = []): void
    {
        $this->lines[] = (is_string($level) ? $level : '') . " $message " . json_encode($context);
    }
}
