<?php
declare(strict_types=1);

namespace CotpSandbox;

/** Card and security-code requests: their life from the message to the stored card. */
final class CardRequests
{
    /** The vendor's own lifetime of a link is unknown. */
    public const LINK_LIFETIME = 86400.0;
    /** Seconds until a queued SMS is sent, and until a sent one is delivered. */
    public const SMS_STEP = 1.0;
    /** A phone number that ends so never gets its SMS. */
    public const FAILING_PHONE_END = '9999';

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
        $this->store->write(
            'INSERT INTO card_request (id, account, kind, fields, link, callback_url, source_token, status, status_time, next_step_at, expires_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            $id, $account, $kind, json_encode($fields, JSON_THROW_ON_ERROR), $link, $fields['CallbackUrl'] ?? null, $sourceToken,
            'MessageQueued', $now, $isSms ? $now + self::SMS_STEP : null, $now + self::LINK_LIFETIME,
        );
        $message = new Message($kind, $fields);
        $this->store->write(
            'INSERT INTO message (request, channel, recipient, subject, text, time) VALUES (?, ?, ?, ?, ?, ?)',
            $id, $fields['DeliveryMethod'], $fields[$isSms ? 'RecipientPhone' : 'RecipientEmail'], $message->subject(), $message->text(), $now,
        );
        $this->record($id, 'MessageQueued', $now, $fields['CallbackUrl'] ?? null);
        return $id;
    }

    /** @return array<string, mixed> what was submitted, and the status; the names are inferred from the callback */
    public function retrieve(string $account, string $id, string $origin): array
    {
        $request = $this->own($account, $id);
        $answer = json_decode($request['fields'], true) + [
            'RequestID' => $request['id'],
            'LastNotifiedStatus' => $request['status'],
            'LastNotifiedTime' => Clock::text((float) $request['status_time']),
        ];
        if ($request['status'] === 'CardStored') {
            $answer['CardUri'] = "$origin/api/payments/paycard/{$request['stored_token']}";
        }
        return $answer;
    }

    public function cancel(string $account, string $id): void
    {
        $request = $this->own($account, $id);
        if ($request['status'] === 'CardStored') {
            throw new ApiError(-168, 'The guest has completed the form, so the link cannot be cancelled.');
        }
        if ($request['status'] === 'LinkExpired') {
            throw new ApiError(-160, 'The link has already expired or been cancelled.');
        }
        $this->changeStatus($request, 'LinkExpired', $this->clock->now());
    }

    /** @return ?array<string, mixed> */
    public function byLink(string $link): ?array
    {
        return $this->store->row('SELECT * FROM card_request WHERE link = ?', $link);
    }

    /** @param array<string, mixed> $request */
    public static function isOpen(array $request): bool
    {
        return !in_array($request['status'], ['CardStored', 'LinkExpired', 'MessageFailed'], true);
    }

    /**
     * The guest has the form before the eyes; only the first time is news.
     * @param array<string, mixed> $request
     */
    public function viewed(array $request): void
    {
        if (str_starts_with($request['status'], 'Message')) {
            $this->changeStatus($request, 'FormViewed', $this->clock->now());
        }
    }

    /** @param array<string, mixed> $request */
    public function completed(array $request, string $token): void
    {
        $this->store->write('UPDATE card_request SET stored_token = ? WHERE id = ?', $token, $request['id']);
        $this->changeStatus($request, 'CardStored', $this->clock->now());
    }

    /**
     * Tells the callback only of real changes.
     * @param array<string, mixed> $request
     */
    public function changeStatus(array $request, string $status, float $time, ?float $nextStepAt = null): void
    {
        if ($request['status'] === $status) {
            return;
        }
        $closed = !self::isOpen(['status' => $status]);
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

    /** @return array<string, mixed> */
    private function own(string $account, string $id): array
    {
        return $this->store->row('SELECT * FROM card_request WHERE id = ? AND account = ?', $id, $account)
            ?? throw new ApiError(-160, 'This account has no such request.');
    }
}
