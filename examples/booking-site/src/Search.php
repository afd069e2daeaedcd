<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

/**
 * What finds a booking: each word of a search must be the beginning of one of its terms; "#12" is the booking 12 alone. Upper and
 * lower case are the same in all scripts, because PHP folds them; without an extension, neither database does. Accents count.
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
        foreach (array_slice(self::words($query), 0, self::MOST_WORDS) as $n => $word) {
            if (preg_match('/^#(\d{1,18})$/D', $word, $match) === 1) {
                $conditions[] = "id = :number$n";
                $values["number$n"] = (int) $match[1];
                continue;
            }
            // Phone numbers are found with or without their zeros and punctuation.
            $term = preg_match('/^[+(]*\d[\d()\/.-]*$/D', $word) === 1 ? self::digits($word) : $word;
            // The place is repeated, so that the database does not read the terms of all other pages.
            [$places, $more] = self::place('booking_id', $place, "_$n");
            $conditions[] = 'id IN (SELECT booking_id FROM booking_term WHERE ' . implode(' AND ', ["term BETWEEN :from$n AND :to$n", ...$places]) . ')';
            $values += ["from$n" => $term, "to$n" => $term . self::LAST_CHARACTER] + $more;
        }
        return [$conditions, $values];
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
        return preg_split('/[\s\p{Z}\p{Cc}]+/u', mb_convert_case(mb_scrub($text, 'UTF-8'), MB_CASE_FOLD, 'UTF-8'), flags: PREG_SPLIT_NO_EMPTY) ?: [];
    }

    private static function digits(string $text): string
    {
        return ltrim((string) preg_replace('/\D+/', '', $text), '0');
    }
}
