<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** Applies what becomes due as time passes: messages are delivered, links expire, security codes are deleted. */
final class Progress
{
    public function __construct(private Store $store, private Clock $clock, private CardRequests $requests, private Cards $cards)
    {
    }

    public function applyDue(): void
    {
        $now = $this->clock->now();
        $due = $this->store->row(
            'SELECT 1 FROM card_request WHERE next_step_at <= ?1 UNION ALL SELECT 1 FROM card_request WHERE expires_at <= ?1
             UNION ALL SELECT 1 FROM card WHERE cvv_until <= ?1 LIMIT 1', $now,
        );
        if ($due === null) {
            return;                 // in the usual case no lock is needed
        }
        $this->store->transaction(function (): void {
            $now = $this->clock->now();         // read again: a reset may have set the clock back
            $this->moveMessages($now);
            foreach ($this->store->rows('SELECT * FROM card_request WHERE expires_at <= ?', $now) as $request) {
                $this->requests->changeStatus($request, 'LinkExpired', (float) $request['expires_at']);
            }
            foreach ($this->store->rows('SELECT token FROM card WHERE cvv_until <= ?', $now) as $card) {
                $this->cards->cleanUpCvv($card['token']);
            }
        });
    }

    /** Advances step by step, so that every status is recorded in order even if the clock moves far ahead. */
    private function moveMessages(float $now): void
    {
        while (($request = $this->store->row('SELECT * FROM card_request WHERE next_step_at <= ? ORDER BY next_step_at, number LIMIT 1', $now)) !== null) {
            $time = (float) $request['next_step_at'];
            if ($request['status'] === 'MessageSent') {
                $this->requests->changeStatus($request, 'MessageDelivered', $time);
            } elseif (self::mustFail($request)) {
                $this->requests->changeStatus($request, 'MessageFailed', $time);
            } else {
                $this->requests->changeStatus($request, 'MessageSent', $time, $time + CardRequests::SMS_STEP);
            }
        }
    }

    /** @param array<string, mixed> $request */
    private static function mustFail(array $request): bool
    {
        $digits = preg_replace('/\D/', '', json_decode($request['fields'], true)['RecipientPhone']);
        return str_ends_with($digits, CardRequests::FAILING_PHONE_END);
    }
}
