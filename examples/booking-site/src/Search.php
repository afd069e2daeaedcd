<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use Normalizer;

/**
 * What finds a booking: each word of a search must be the beginning of one of its terms; "#12" is the booking 12 alone. Upper and
 * lower case are the same in all scripts, because PHP folds them; without an extension, neither database does. Accents count; with
 * ext-intl, however they are encoded.
 */
final class Search
{
    public const LONGEST = 100;
    private const MOST_WORDS = 6;
    private const SHORTEST_PHONE = 3;
    private const LAST_CHARACTER = "\u{10FFFF}";

    /**
     * @param array<string, mixed> $booking
     * @return list<string> the number, the name and the e-mail address from each of their words on, and the phone number from each digit on
     */
    public static function terms(array $booking): array
    {
        $terms = [(string) $booking['id']];
        foreach (self::words("{$booking['guest']} {$booking['email']}") as $word) {
            preg_match_all('/^.|(?<![\p{L}\p{M}\p{N}])[\p{L}\p{N}]/u', $word, $starts, PREG_OFFSET_CAPTURE);
            foreach ($starts[0] as [, $at]) {
                $terms[] = substr($word, $at);
            }
        }
        $digits = self::digits($booking['phone']);
        for ($at = 0; $at <= strlen($digits) - self::SHORTEST_PHONE; $at++) {
            $terms[] = substr($digits, $at);
        }
        return array_values(array_unique($terms));
    }

    /**
     * @param array<string, int> $place before or after, and the number of a booking
     * @return array{list<string>, array<string, int|string>} conditions for the table of the bookings, and their values
     */
    public static function conditions(string $query, array $place = []): array
    {
        [$conditions, $values] = self::place('id', $place, '');
        $words = self::distinct(self::words($query));
        foreach (array_slice($words, 0, self::MOST_WORDS) as $n => $word) {
            // One or two digits would be the beginning of nearly everything.
            if (preg_match(count($words) === 1 ? '/^(?:#(\d{1,18})|\d{1,2})$/D' : '/^#(\d{1,18})$/D', $word, $match) === 1) {
                $conditions[] = "id = :number$n";
                $values["number$n"] = (int) ($match[1] ?? $match[0]);
                continue;
            }
            $ranges = [];
            foreach (array_unique([$word, self::phone($word) ?: $word]) as $m => $term) {
                $ranges[] = "term BETWEEN :from{$n}_$m AND :to{$n}_$m";
                $values += ["from{$n}_$m" => $term, "to{$n}_$m" => $term . self::LAST_CHARACTER];
            }
            $range = '(' . implode(' OR ', $ranges) . ')';
            // The longest word finds the bookings, the others are looked up for each. The place is repeated, so that the database does
            // not read the terms of all other pages.
            [$places, $more] = $n === 0 ? self::place('booking_id', $place, '_0') : [['booking_id = booking.id'], []];
            $conditions[] = ($n === 0 ? 'id IN (SELECT booking_id' : 'EXISTS (SELECT 1') . ' FROM booking_term WHERE ' . implode(' AND ', [$range, ...$places]) . ')';
            $values += $more;
        }
        return [$conditions, $values];
    }

    /** @param list<string> $words @return list<string> without those that are the beginning of another one, the longest first */
    private static function distinct(array $words): array
    {
        usort($words, static fn (string $one, string $other): int => strlen($other) <=> strlen($one));
        $distinct = [];
        foreach ($words as $word) {
            array_filter($distinct, static fn (string $longer): bool => str_starts_with($longer, $word)) !== [] || $distinct[] = $word;
        }
        return $distinct;
    }

    /** Phone numbers are found with or without their zeros and punctuation. @return string the digits, or empty if it cannot be a phone number */
    private static function phone(string $word): string
    {
        $digits = preg_match('/^[+(]*\d[\d()\/.-]*$/D', $word) === 1 ? self::digits($word) : '';
        return strlen($digits) > 1 ? $digits : '';
    }

    /** @param array<string, int> $place @return array{list<string>, array<string, int>} */
    private static function place(string $column, array $place, string $suffix): array
    {
        $conditions = $values = [];
        foreach ($place as $name => $id) {
            $conditions[] = $column . ($name === 'before' ? ' < ' : ' > ') . ":$name$suffix";
            $values["$name$suffix"] = $id;
        }
        return [$conditions, $values];
    }

    /** @return list<string> */
    private static function words(string $text): array
    {
        $folded = strtr(mb_convert_case(mb_scrub($text, 'UTF-8'), MB_CASE_FOLD, 'UTF-8'), ['’' => "'"]);
        $composed = class_exists(Normalizer::class) ? Normalizer::normalize($folded) : $folded;
        return preg_split('/[\s\p{Z}\p{Cc}]+/u', (string) $composed, flags: PREG_SPLIT_NO_EMPTY) ?: [];
    }

    private static function digits(string $text): string
    {
        return ltrim((string) preg_replace('/\D+/', '', $text), '0');
    }
}
