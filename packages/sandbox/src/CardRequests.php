<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/**
 * Card and security-code requests, from the message to the stored card.
 *
 * @phpstan-type RequestRow array{
 *     id: string, account: string, kind: string, fields: string, link: string, callback_url: ?string, source_token: ?string,
 *     stored_token: ?string, status: string, status_time: float, next_step_at: ?float, expires_at: ?float
 * }
 */
final class CardRequests
{
    /** In seconds. The vendor's own value is unknown. */
    public const LINK_LIFETIME = 86400.0;
    /** Seconds between the statuses that change by themselves: of an SMS, and of a message to a magic address. */
    public const STEP = 1.0;

    public function __construct(private Store $store, private Clock $clock, private Callbacks $callbacks)
    {
    }

    /**
     * @param array<string, mixed> $fields
     * @return string the new request's id
     */
    public function create(string $account, string $kind, array $fields, ?string $sourceToken): string
    {
        $id = bin2hex(random_bytes(16));
        $link = bin2hex(random_bytes(16));
        $now = $this->clock->now();
        $isSms = $fields['DeliveryMethod'] === 'SMS';
        $callbackUrl = isset($fields['CallbackUrl']) ? Json::text($fields['CallbackUrl']) : null;
        $this->store->write(
            'INSERT INTO card_request (id, account, kind, fields, link, callback_url, source_token, status, status_time, next_step_at, expires_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            $id, $account, $kind, json_encode($fields, JSON_THROW_ON_ERROR), $link, $callbackUrl, $sourceToken,
            'MessageQueued', $now, self::stepAfter('MessageQueued', $fields, $now), $now + self::LINK_LIFETIME,
        );
        $message = new Message($kind, $fields);
        $this->store->write(
            'INSERT INTO message (request, channel, recipient, subject, text, time) VALUES (?, ?, ?, ?, ?, ?)',
            $id, $fields['DeliveryMethod'], $fields[$isSms ? 'RecipientPhone' : 'RecipientEmail'], $message->subject(), $message->text(), $now,
        );
        $this->record($id, 'MessageQueued', $now, $callbackUrl);
        return $id;
    }

    /** @return RequestRow */
    public function find(string $account, string $id): array
    {
        /** @var ?RequestRow $request */
        $request = $this->store->row('SELECT * FROM card_request WHERE id = ? AND account = ?', $id, $account);
        return $request ?? throw new ApiError(-160, 'This account has no such request.');
    }

    public function cancel(string $account, string $id): void
    {
        $request = $this->find($account, $id);
        if ($request['status'] === 'CardStored') {
            throw new ApiError(-168, 'The guest has completed the form, so the link cannot be canceled.');
        }
        if ($request['status'] === 'LinkExpired') {
            throw new ApiError(-160, 'The link has already expired or been canceled.');
        }
        $this->changeStatus($request, 'LinkExpired', $this->clock->now());
    }

    /** @return ?RequestRow */
    public function byLink(string $link): ?array
    {
        /** @var ?RequestRow */
        return $this->store->row('SELECT * FROM card_request WHERE link = ?', $link);
    }

    public static function isOpen(string $status): bool
    {
        return !in_array($status, ['CardStored', 'LinkExpired', 'MessageFailed'], true);
    }

    /**
     * Records that the guest has opened the form. Only the first time counts.
     * @param RequestRow $request
     */
    public function viewed(array $request): void
    {
        if (str_starts_with($request['status'], 'Message')) {
            $this->changeStatus($request, 'FormViewed', $this->clock->now());
        }
    }

    /** @param RequestRow $request */
    public function completed(array $request, string $token): void
    {
        $this->store->write('UPDATE card_request SET stored_token = ? WHERE id = ?', $token, $request['id']);
        $this->changeStatus($request, 'CardStored', $this->clock->now());
    }

    /**
     * Returns when the status after $status is due; null if it does not change by itself.
     * @param array<string, mixed> $fields
     */
    public static function stepAfter(string $status, array $fields, float $now): ?float
    {
        $next = MagicAddress::next($status, $fields['DeliveryMethod'] === 'SMS', MagicAddress::finalStatus($fields));
        return $next === null ? null : $now + self::STEP;
    }

    /**
     * Records a status and queues its callback, unless the status is unchanged.
     * @param RequestRow $request
     */
    public function changeStatus(array $request, string $status, float $time, ?float $nextStepAt = null): void
    {
        if ($request['status'] === $status) {
            return;
        }
        $closed = !self::isOpen($status);
        $this->store->write(
            'UPDATE card_request SET status = ?, status_time = ?, next_step_at = ?, expires_at = ? WHERE id = ?',
            $status, $time, $nextStepAt, $closed ? null : $request['expires_at'], $request['id'],
        );
        $this->record($request['id'], $status, $time, $request['callback_url']);
    }

    private function record(string $id, string $status, float $time, ?string $callbackUrl): void
    {
        $this->store->write('INSERT INTO status_change (request, status, time) VALUES (?, ?, ?)', $id, $status, $time);
        if ($callbackUrl !== null && $callbackUrl !== '') {
            $this->callbacks->enqueue($id, $callbackUrl, $status, $time, $this->clock->now());
        }
    }
}
