<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The sandbox's clock: real time plus an offset that tests have added, or a frozen time. */
final class Clock
{
    public function __construct(private Store $store)
    {
    }

    public function now(): float
    {
        return $this->setting('frozen_at') ?? microtime(true) + $this->offset();
    }

    public function isFrozen(): bool
    {
        return $this->setting('frozen_at') !== null;
    }

    public function offset(): float
    {
        return $this->setting('offset') ?? 0.0;
    }

    public function advance(float $seconds): void
    {
        $this->store->transaction(function () use ($seconds): void {
            $this->set('offset', $this->offset() + $seconds);
            $frozenAt = $this->setting('frozen_at');
            if ($frozenAt !== null) {
                $this->set('frozen_at', $frozenAt + $seconds);
            }
        });
    }

    public function freeze(): void
    {
        $this->store->transaction(fn () => $this->set('frozen_at', $this->now()));
    }

    /** Continues from the frozen time, so that time never runs backwards. */
    public function thaw(): void
    {
        $this->store->transaction(function (): void {
            $this->set('offset', $this->now() - microtime(true));
            $this->store->write("DELETE FROM setting WHERE name = 'frozen_at'");
        });
    }

    /** Returns a time in the service's format, which has no zone. The sandbox uses UTC. */
    public static function text(float $time): string
    {
        return gmdate('Y-m-d\TH:i:s', (int) $time);
    }

    private function setting(string $name): ?float
    {
        $row = $this->store->row('SELECT value FROM setting WHERE name = ?', $name);
        return $row === null ? null : (float) Json::text($row['value']);
    }

    private function set(string $name, float $value): void
    {
        $this->store->write('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', $name, $value);
    }
}
