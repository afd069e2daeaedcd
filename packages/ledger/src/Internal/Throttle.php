<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use Cotp\Ledger\Settings;

/**
 * Limits the look-ups per second, for all workers together.
 *
 * @internal
 */
final readonly class Throttle
{
    private const LONGEST_WAIT = 1000;

    public function __construct(private Database $database, private Settings $settings)
    {
    }

    /** Waits for the next slot. Returns false, and takes no slot, if that would take longer than a second. */
    public function wait(): bool
    {
        $wait = $this->database->transaction(function (): ?int {
            $row = $this->database->row(
                "SELECT value, {$this->database->dialect->now()} AS now FROM cotp_ledger_meta WHERE name = 'next_look_up' {$this->database->dialect->forUpdate()}",
            ) ?? [];
            $now = Row::int($row, 'now') ?? 0;
            // A slot far ahead comes from a clock that was set back.
            $next = Row::int($row, 'value') ?? 0;
            $interval = (int) ceil(1000 / $this->settings->lookUpsPerSecond);
            $slot = $next > $now + self::LONGEST_WAIT + $interval + 60_000 ? $now : max($now, $next);
            if ($slot - $now > self::LONGEST_WAIT) {
                return null;
            }
            $this->database->write(
                "UPDATE cotp_ledger_meta SET value = :slot WHERE name = 'next_look_up'",
                ['slot' => (string) ($slot + $interval)],
            );
            return $slot - $now;
        });
        if ($wait !== null && $wait > 0) {
            usleep($wait * 1000);
        }
        return $wait !== null;
    }
}
