<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/**
 * The waiting callbacks and the results of the others.
 *
 * @phpstan-type CallbackRow array{number: int, request: string, status: string, url: string, body: string, state: string, next_attempt_at: ?float}
 */
final class Callbacks
{
    /** Seconds between the attempts. The vendor's own pauses are unknown. */
    private const PAUSES = [1.0, 4.0, 16.0, 64.0];
    private const LONGEST_PAUSE = 256.0;

    public function __construct(private Store $store, private Variant $variant)
    {
    }

    public function enqueue(string $request, string $url, string $status, float $statusTime, float $now): void
    {
        $body = json_encode(
            [
                $this->variant->name('callback.status') => $status,
                $this->variant->name('callback.requestId') => $request,
                $this->variant->name('callback.time') => Clock::text($statusTime),
            ],
            JSON_THROW_ON_ERROR,
        );
        $this->store->write(
            "INSERT INTO callback (request, status, url, body, state, next_attempt_at) VALUES (?, ?, ?, ?, 'waiting', ?)",
            $request, $status, $url, $body, $now,
        );
    }

    /** @return ?CallbackRow the oldest callback that is due */
    public function due(float $now): ?array
    {
        /** @var ?CallbackRow */
        return $this->store->row('SELECT * FROM callback WHERE next_attempt_at <= ? ORDER BY number LIMIT 1', $now);
    }

    /** @param CallbackRow $callback */
    public function attempted(array $callback, DeliveryResult $result, string $text, float $now): void
    {
        $this->store->transaction(function () use ($callback, $result, $text, $now): void {
            $attempts = count($this->store->rows('SELECT number FROM callback_attempt WHERE callback = ?', $callback['number']));
            $isRetried = $result === DeliveryResult::Failed && $attempts + 1 < $this->variant->callbackAttempts;
            $pause = $isRetried ? self::PAUSES[$attempts] ?? self::LONGEST_PAUSE : null;
            $state = match (true) {
                $result === DeliveryResult::Delivered => 'delivered',
                $result === DeliveryResult::Refused => 'refused',
                $pause === null => 'given_up',
                default => 'waiting',
            };
            $known = $this->store->write(
                'UPDATE callback SET state = ?, next_attempt_at = ? WHERE number = ?',
                $state, $pause === null ? null : $now + $pause, $callback['number'],
            );
            if ($known === 1) {         // a reset may have deleted it meanwhile
                $this->store->write('INSERT INTO callback_attempt (callback, time, result) VALUES (?, ?, ?)', $callback['number'], $now, $text);
            }
        });
    }
}
