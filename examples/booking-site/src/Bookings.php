<?php
declare(strict_types=1);

namespace BookingSite;

use CotpState;
use CotpStatus;

/** Bookings, and the cards that were asked for. */
final class Bookings
{
    /** A send that has not returned after so many seconds never will: its process is gone. The service's time limit is 10. */
    private const LONGEST_SEND = 60;
    private const FINAL = "('CardStored', 'LinkExpired', 'MessageFailed')";

    public function __construct(private Database $database)
    {
    }

    /** @param array<string, int|string> $booking its columns */
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

    /** The id that is stored for a reference; null while it is not known. This is what a callback is checked against. */
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
     * Writes down that a card is about to be asked for, before it is. Of two submissions of one form, and of two agents at
     * the same booking, only one gets here: the other is told false and must not send.
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
                return false;           // a card came meanwhile, or was replaced: the agent must look again
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

    /** @param string $sending failed, unknown or set_aside. What is sent stays sent: a callback may have been faster. */
    public function notSent(string $reference, string $sending, string $trouble): void
    {
        $this->database->run(
            "UPDATE card_request SET sending = :sending, trouble = :trouble WHERE reference = :reference AND sending <> 'sent'",
            ['reference' => $reference, 'sending' => $sending, 'trouble' => $trouble],
        );
    }

    /** Sends whose process died on the way: nobody knows how they ended. */
    public function giveUpLostSends(int $now): void
    {
        $this->database->run(
            "UPDATE card_request SET sending = 'unknown', trouble = 'The sending process ended before it knew the outcome.'
             WHERE sending = 'sending' AND asked_at < :limit", ['limit' => $now - self::LONGEST_SEND],
        );
    }

    public function cancelled(string $reference): void
    {
        $this->database->run('UPDATE card_request SET cancelled = 1 WHERE reference = :reference', ['reference' => $reference]);
    }

    /**
     * The one place where a status moves: forward only, so that answers end in the same state in whatever order they come.
     * Call it in a transaction.
     * @return bool whether it moved
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
     * The open requests that were not asked about for a while, each with the time of the next asking moved on. Call it in a
     * transaction.
     * @return list<string> their references
     */
    public function takeDueForPoll(int $now): array
    {
        $due = $this->database->rows(
            "SELECT reference, asked_at FROM card_request WHERE poll_at <= :now AND status NOT IN " . self::FINAL . ' '
            . $this->database->lockRows('SKIP LOCKED'), ['now' => $now],
        );
        foreach ($due as $request) {
            // The longer it is open, the less often: at most hourly.
            $pause = max(Settings::pollSeconds(), min(3600, intdiv($now - $request['asked_at'], 4)));
            $this->database->run(
                'UPDATE card_request SET poll_at = :next WHERE reference = :reference', ['next' => $now + $pause, 'reference' => $request['reference']],
            );
        }
        return array_column($due, 'reference');
    }
}
