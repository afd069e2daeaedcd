<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

/** The bookings, their cards, and what happened to them. */
final class Bookings
{
    public function __construct(private Database $database)
    {
    }

    /** Returns the key of the question to the guest in the ledger. Each request is an attempt at it, so only one can be open. */
    public static function key(int $id): string
    {
        return "booking-$id";
    }

    public static function idOfKey(string $key): int
    {
        return (int) substr($key, strlen('booking-'));
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

    /** Records the card of an attempt, once, and not instead of the card of a later attempt. */
    public function cardIsNow(int $id, int $attempt, string $cardUri, int $retentionUntil): void
    {
        $this->database->run(
            'UPDATE booking SET card_renewed = CASE WHEN card_uri IS NULL THEN 0 ELSE 1 END, card_uri = :card, card_attempt = :attempt,
             retention_until = :until WHERE id = :id AND card_attempt < :before',
            ['id' => $id, 'attempt' => $attempt, 'before' => $attempt, 'card' => $cardUri, 'until' => $retentionUntil],
        );
    }

    public function note(int $id, string $text): void
    {
        $this->database->run(
            'INSERT INTO event (booking_id, happened_at, text) VALUES (:id, :now, :text)', ['id' => $id, 'now' => time(), 'text' => $text],
        );
    }

    /** @return list<array<string, mixed>> oldest first */
    public function eventsOf(int $id): array
    {
        return $this->database->rows('SELECT * FROM event WHERE booking_id = :id ORDER BY id', ['id' => $id]);
    }
}
