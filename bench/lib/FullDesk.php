<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpBench;

use BookingSite\Database;
use BookingSite\Search;

/** Fills the tables of the booking site and of its ledger, as years of work would: bookings with requests in all states. */
final class FullDesk
{
    private const GUESTS = ['Ada Lovelace', 'Øyvind Strauß', 'Zoë García Márquez', 'نجيب محفوظ', 'Anne-Marie O’Brien', '山田 太郎', 'Grace Hopper', 'Łukasz Żółć'];
    /** state, ending and status of the newest request; null: the guest was not asked */
    private const REQUESTS = [
        null, ['reserved', null, ''], ['not_sent', null, ''], ['unknown', null, ''], ['sent', null, ''], ['sent', null, 'MessageQueued'], ['sent', null, 'MessageDelivered'],
        ['sent', null, 'FormViewed'], ['sent', null, 'StoreFailed'], ['ended', 'expired', 'LinkExpired'], ['ended', 'failed', 'MessageFailed'],
        ['ended', 'canceled', 'LinkExpired'], ['ended', 'card_stored', 'CardStored'], ['ended', 'card_stored', 'CardStored'], ['archived', 'card_stored', 'CardStored'],
    ];
    private const BOOKINGS_AT_ONCE = 100;
    private const ROWS_AT_ONCE = 50;
    /** @var array<string, list<list<int|string|null>>> the rows that wait to be inserted, by the table with its columns */
    private array $waiting = [];

    private function __construct(private Database $database)
    {
    }

    public static function fill(Database $database, int $bookings): void
    {
        $desk = new self($database);
        $database->transaction(static function () use ($desk, $bookings): void {
            for ($n = 1; $n <= $bookings; $n++) {
                $desk->addBooking($n);
                $n % self::BOOKINGS_AT_ONCE !== 0 || $desk->insert();
            }
            $desk->insert();
        });
        $database->run('ANALYZE');
    }

    private function addBooking(int $n): void
    {
        [$guest, $email] = [self::GUESTS[$n % count(self::GUESTS)] . ' ' . chr(65 + $n % 26), "guest$n@example.com"];
        $phone = sprintf('+44 1632 %06d', $n);
        $request = self::REQUESTS[$n % count(self::REQUESTS)];
        $card = ($request[1] ?? '') === 'card_stored' ? sprintf('https://service.example/api/payments/paycard/%032x', $n) : null;
        $this->add('booking (id, guest, email, phone, arrival, nights, amount, currency, card_uri, card_attempt, retention_until, language)', [
            $n, $guest, $email, $phone, '2026-12-24', 2, '120.00', 'EUR', $card, $card === null ? 0 : 1, $card === null ? null : 1_800_000_000, 'EN',
        ]);
        foreach (Search::terms(['id' => $n, 'guest' => $guest, 'email' => $email, 'phone' => $phone]) as $term) {
            $this->add('booking_term (term, booking_id)', [$term, $n]);
        }
        if ($request === null) {
            return;
        }
        $this->add('event (booking_id, happened_at, text)', [$n, 1_795_000_000 + $n, 'Card requested by e-mail']);
        if ($request[0] === 'archived') {
            $this->add('cotp_ledger_archive (account, question_key, attempt, reference, request_id, ending, status, asked_at, ended_at)', [
                'production/default', "booking-$n", 1, sprintf('%032x', $n), "request-$n", $request[1], $request[2], 1_795_000_000_000 + $n, 1_795_000_000_000 + $n,
            ]);
            return;
        }
        $n % 3 !== 0 || $this->addRequest($n, 1, ['ended', 'expired', 'LinkExpired']);
        $this->addRequest($n, $n % 3 === 0 ? 2 : 1, $request);
    }

    /** @param array{string, ?string, string} $request */
    private function addRequest(int $n, int $attempt, array $request): void
    {
        [$state, $ending, $status] = $request;
        $isKnown = $state === 'sent' || $state === 'ended';
        $this->add('cotp_ledger_question (account, question_key, attempt, reference, origin, state, ending, request_id, status, raw_status, asked_at, state_at,'
            . ' ended_at, notified, epoch)', [
                'production/default', "booking-$n", $attempt, sprintf('%02x%030x', $attempt, $n), 'ask', $state, $ending, $isKnown ? "request-$n-$attempt" : null,
                $status, $status, 1_795_000_000_000 + $n, 1_795_000_000_000 + $n, $ending === null ? null : 1_795_000_000_000 + $n, 1, 1,
            ]);
    }

    /** @param list<int|string|null> $row */
    private function add(string $table, array $row): void
    {
        $this->waiting[$table][] = $row;
    }

    /** Inserts what waits. The bookings come first, because the other rows refer to them. */
    private function insert(): void
    {
        foreach ($this->waiting as $table => $waiting) {
            foreach (array_chunk($waiting, self::ROWS_AT_ONCE) as $rows) {
                $marks = '(' . implode(', ', array_fill(0, count($rows[0]), '?')) . ')';
                $this->database->run("INSERT INTO $table VALUES " . implode(', ', array_fill(0, count($rows), $marks)), self::numbered($rows));
            }
        }
        $this->waiting = [];
    }

    /** @param list<list<int|string|null>> $rows @return array<int, int|string|null> the values by their places, from 1 on */
    private static function numbered(array $rows): array
    {
        $values = array_merge(...$rows);
        return array_combine(range(1, count($values)), $values);
    }
}
