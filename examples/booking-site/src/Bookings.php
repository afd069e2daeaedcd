<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

/** The bookings, their cards, and what happened to them. */
final class Bookings
{
    public const PAGE = 50;
    private const MIGRATED_AT_ONCE = 1000;

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
        return $this->database->transaction(function () use ($booking): int {
            $id = $this->database->row(
                'INSERT INTO booking (guest, email, phone, language, arrival, nights, amount, currency)
                 VALUES (:guest, :email, :phone, :language, :arrival, :nights, :amount, :currency) RETURNING id', $booking,
            )['id'];
            $this->addTerms(['id' => $id] + $booking);
            return $id;
        });
    }

    /** Identifies the contact details that a form begins with. @param array<string, mixed> $booking */
    public static function contactVersion(array $booking): string
    {
        return hash('sha256', serialize([$booking['email'], $booking['phone'], $booking['language']]));
    }

    /**
     * Changes the contact details, unless they have changed since the booking was read.
     * @param array<string, mixed> $booking @param array<string, int|string> $contact the columns email, phone and language
     */
    public function correct(array $booking, array $contact): bool
    {
        return $this->database->transaction(function () use ($booking, $contact): bool {
            $id = $booking['id'];
            $isUnchanged = $this->database->run(
                'UPDATE booking SET email = :email, phone = :phone, language = :language
                 WHERE id = :id AND email = :old_email AND phone = :old_phone AND language = :old_language',
                $contact + ['id' => $id, 'old_email' => $booking['email'], 'old_phone' => $booking['phone'], 'old_language' => $booking['language']],
            )->rowCount() === 1;
            if ($isUnchanged) {
                $this->database->run('DELETE FROM booking_term WHERE booking_id = :id', ['id' => $id]);
                $this->addTerms((array) $this->find($id));
                $this->note($id, 'Contact details corrected');
            }
            return $isUnchanged;
        });
    }

    /** Lets the search find bookings of a version of the site that had none. */
    public function addMissingTerms(): void
    {
        $missing = 'SELECT * FROM booking WHERE NOT EXISTS (SELECT 1 FROM booking_term WHERE booking_id = booking.id) ORDER BY id LIMIT '
            . self::MIGRATED_AT_ONCE . ($this->database->isPostgres ? ' FOR UPDATE' : '');      // so that no agent corrects them meanwhile
        do {
            $count = $this->database->transaction(fn (): int => count(array_map($this->addTerms(...), $this->database->rows($missing))));
        } while ($count > 0);
    }

    /** @param array<string, mixed> $booking */
    private function addTerms(array $booking): void
    {
        foreach (Search::terms($booking) as $term) {
            $this->database->run(
                'INSERT INTO booking_term (term, booking_id) VALUES (:term, :id) ON CONFLICT DO NOTHING', ['term' => $term, 'id' => $booking['id']],
            );
        }
    }

    /**
     * Returns a page of the bookings that match a search, newest first. Its place is a booking, not a number of rows to skip:
     * so the last page is as fast as the first, and new bookings do not move what it shows.
     * @param ?int $before only older bookings than this one
     * @param ?int $after only newer bookings than this one; $before does not count then
     * @return array{bookings: list<array<string, mixed>>, newer: ?int, older: ?int} newer: what $after has to be for the page before
     */
    public function page(string $query = '', ?int $before = null, ?int $after = null): array
    {
        $found = $this->matching($query, $after === null ? ['before' => $before] : ['after' => $after], self::PAGE + 1);
        $isMore = count($found) > self::PAGE;
        $page = array_slice($found, 0, self::PAGE);
        $bookings = $after === null ? $page : array_reverse($page);
        [$first, $last] = [$bookings[0]['id'] ?? null, end($bookings)['id'] ?? null];
        $hasNewer = $after === null ? $before !== null && $first !== null && $this->matching($query, ['after' => $first], 1) !== [] : $isMore;
        $hasOlder = $after === null ? $isMore : $last !== null && $this->matching($query, ['before' => $last], 1) !== [];
        return ['bookings' => $bookings, 'newer' => $hasNewer ? $first : null, 'older' => $hasOlder ? $last : null];
    }

    /** @param array<string, ?int> $place before: newest first, or after: oldest first @return list<array<string, mixed>> */
    private function matching(string $query, array $place, int $limit): array
    {
        [$conditions, $values] = Search::conditions($query, array_filter($place));
        $where = $conditions === [] ? '' : 'WHERE ' . implode(' AND ', $conditions);
        $order = isset($place['after']) ? 'ASC' : 'DESC';
        return $this->database->rows("SELECT * FROM booking $where ORDER BY id $order LIMIT $limit", $values);
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
