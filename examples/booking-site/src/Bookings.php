<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use CotpState;
use CotpStatus;

/** Bookings, and the requests for their cards. */
final class Bookings
{
    /** After so many seconds, the process of a send must have died: the timeout of the client is 10 seconds. */
    private const LONGEST_SEND = 60;
    private const FINAL = "('CardStored', 'LinkExpired', 'MessageFailed')";

    public function __construct(private Database $database)
    {
    }

    /** @param array<string, int|string> $booking the columns */
    public function add(array $booking): int
    {
        return $this->database->row(
            'INSERT INTO booking (guest, email, phone, arrival, nights, amount, currency)
             VALUES (:guest, :email, :phone, :arrival, :nights, :amount, :currency) RETURNING id', $booking,
        )['id'];
    }

    /** @return list<array<string, mixed>> newest first */
    public function all(): array
    {
        return $this->database->rows('SELECT * FROM booking ORDER BY id DESC LIMIT 200');
    }

    /** @return ?array<string, mixed> */
    public function find(int $id): ?array
    {
        return $this->database->row('SELECT * FROM booking WHERE id = :id', ['id' => $id]);
    }

    /** @return list<array<string, mixed>> newest first */
    public function requestsOf(int $bookingId): array
    {
        return $this->database->rows('SELECT * FROM card_request WHERE booking_id = :id ORDER BY asked_at DESC, reference', ['id' => $bookingId]);
    }

    /** @return ?array<string, mixed> */
    public function request(string $reference): ?array
    {
        return $this->database->row('SELECT * FROM card_request WHERE reference = :reference', ['reference' => $reference]);
    }

    /** Returns the request id that is stored for a reference, or null while it is not known. Callbacks are checked against it. */
    public function requestIdOf(string $reference): ?string
    {
        return $this->request($reference)['request_id'] ?? null;
    }

    /** @param array<string, mixed> $request */
    public static function isOpen(array $request): bool
    {
        return match ($request['sending']) {
            'sending', 'unknown' => true,
            'sent' => !CotpStatus::fromWire($request['status'])->isFinal(),
            default => false,
        };
    }

    /**
     * Records a request before it is sent. Returns false if it must not be sent: of two submissions of one form, or of two
     * agents at the same booking, only one succeeds.
     * @param array<string, int|string|null> $request
     */
    public function startRequest(array $request): bool
    {
        return $this->database->transaction(function () use ($request): bool {
            $lock = $this->database->lockRows();
            $booking = $this->database->row("SELECT card_uri FROM booking WHERE id = :id $lock", ['id' => $request['booking_id']]);
            foreach ($this->requestsOf($request['booking_id']) as $earlier) {
                if (self::isOpen($earlier)) {
                    return false;
                }
            }
            if ($booking === null || $booking['card_uri'] !== $request['original_uri']) {
                return false;           // a card was stored or replaced meanwhile: the agent must look again
            }
            return $this->database->run(
                "INSERT INTO card_request (reference, booking_id, form_token, kind, channel, callback_digest, original_uri, sending, asked_at)
                 VALUES (:reference, :booking_id, :form_token, :kind, :channel, :callback_digest, :original_uri, 'sending', :asked_at)
                 ON CONFLICT (form_token) DO NOTHING", $request,
            )->rowCount() === 1;
        });
    }

    public function sent(string $reference, string $requestId, int $pollAt): void
    {
        $this->database->run(
            "UPDATE card_request SET request_id = :id, sending = 'sent', trouble = '', poll_at = :poll_at WHERE reference = :reference",
            ['reference' => $reference, 'id' => $requestId, 'poll_at' => $pollAt],
        );
    }

    /** @param string $sending failed, unknown or set_aside; a request that a callback has already marked as sent stays sent */
    public function notSent(string $reference, string $sending, string $trouble): void
    {
        $this->database->run(
            "UPDATE card_request SET sending = :sending, trouble = :trouble WHERE reference = :reference AND sending <> 'sent'",
            ['reference' => $reference, 'sending' => $sending, 'trouble' => $trouble],
        );
    }

    /** Marks the sends whose process has died as unknown. */
    public function giveUpLostSends(int $now): void
    {
        $this->database->run(
            "UPDATE card_request SET sending = 'unknown', trouble = 'The sending process ended before it knew the outcome.'
             WHERE sending = 'sending' AND asked_at < :limit", ['limit' => $now - self::LONGEST_SEND],
        );
    }

    public function canceled(string $reference): void
    {
        $this->database->run('UPDATE card_request SET canceled = 1 WHERE reference = :reference', ['reference' => $reference]);
    }

    /**
     * Changes the status, but only forward, so that responses lead to the same state in whatever order they arrive. No other
     * function changes a status. Call it in a transaction.
     * @return bool whether the status has changed
     */
    public function moveStatus(string $reference, CotpState $state, int $now): bool
    {
        $lock = $this->database->lockRows();
        $known = $this->database->row("SELECT status FROM card_request WHERE reference = :reference $lock", ['reference' => $reference]);
        if (!$state->status->supersedes(CotpStatus::fromWire($known['status']))) {
            return false;
        }
        $this->database->run(
            'UPDATE card_request SET status = :status, status_at = :now, card_uri = :card,
             poll_at = CASE WHEN :is_final = 1 THEN NULL ELSE coalesce(poll_at, :poll_at) END WHERE reference = :reference',
            [
                'reference' => $reference, 'status' => $state->status->value, 'now' => $now, 'poll_at' => $now + Settings::pollSeconds(),
                'is_final' => (int) $state->status->isFinal(),
                'card' => $state->status === CotpStatus::CardStored ? $state->cardUri : null,
            ],
        );
        return true;
    }

    public function cardIsNow(int $bookingId, string $cardUri): void
    {
        $this->database->run('UPDATE booking SET card_uri = :card WHERE id = :id', ['id' => $bookingId, 'card' => $cardUri]);
    }

    public function retentionIs(string $reference, int $until): void
    {
        $this->database->run('UPDATE card_request SET retention_until = :until WHERE reference = :reference', ['reference' => $reference, 'until' => $until]);
    }

    public function originalIsDeleted(string $reference): void
    {
        $this->database->run('UPDATE card_request SET original_deleted = 1 WHERE reference = :reference', ['reference' => $reference]);
    }

    /**
     * Returns the open requests that are due for a poll, and schedules their next poll. Call it in a transaction.
     * @return list<string> their references
     */
    public function takeDueForPoll(int $now): array
    {
        $due = $this->database->rows(
            "SELECT reference, asked_at FROM card_request WHERE poll_at <= :now AND status NOT IN " . self::FINAL . ' '
            . $this->database->lockRows('SKIP LOCKED'), ['now' => $now],
        );
        foreach ($due as $request) {
            // The longer a request is open, the less often it is polled; at least hourly.
            $pause = max(Settings::pollSeconds(), min(3600, intdiv($now - $request['asked_at'], 4)));
            $this->database->run(
                'UPDATE card_request SET poll_at = :next WHERE reference = :reference', ['next' => $now + $pause, 'reference' => $request['reference']],
            );
        }
        return array_column($due, 'reference');
    }
}
