<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/**
 * Applies what becomes due as time passes: messages are delivered, links expire, security codes are deleted.
 *
 * @phpstan-import-type RequestRow from CardRequests
 */
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
            /** @var list<RequestRow> $expired */
            $expired = $this->store->rows('SELECT * FROM card_request WHERE expires_at <= ?', $now);
            foreach ($expired as $request) {
                $this->requests->changeStatus($request, 'LinkExpired', (float) $request['expires_at']);
            }
            foreach ($this->store->rows('SELECT token FROM card WHERE cvv_until <= ?', $now) as $card) {
                $this->cards->cleanUpCvv(Json::text($card['token']));
            }
        });
    }

    /** Advances step by step, so that every status is recorded in order even if the clock moves far ahead. */
    private function moveMessages(float $now): void
    {
        $query = 'SELECT * FROM card_request WHERE next_step_at <= ? ORDER BY next_step_at, number LIMIT 1';
        while (($row = $this->store->row($query, $now)) !== null) {
            /** @var RequestRow $row */
            $this->moveMessage($row, (float) $row['next_step_at']);
        }
    }

    /** @param RequestRow $request */
    private function moveMessage(array $request, float $time): void
    {
        $fields = Json::object($request['fields']);
        $next = (string) MagicAddress::next($request['status'], $fields['DeliveryMethod'] === 'SMS', MagicAddress::finalStatus($fields));
        $token = $next === 'CardStored' ? $this->enterCard($request) : null;
        if ($token !== null) {
            $this->requests->completed($request, $token);
        } else {
            $next = $next === 'CardStored' ? 'StoreFailed' : $next;
            $this->requests->changeStatus($request, $next, $time, CardRequests::stepAfter($next, $fields, $time));
        }
    }

    /**
     * @param RequestRow $request
     * @return ?string the token; null if the stored card of a security-code form does not exist any more
     */
    private function enterCard(array $request): ?string
    {
        if ($request['kind'] === 'card') {
            return $this->cards->store($request['account'], MagicAddress::LAST_FOUR);
        }
        try {
            return $this->cards->duplicate($this->cards->find($request['account'], (string) $request['source_token']));
        } catch (ApiError) {
            return null;
        }
    }
}
