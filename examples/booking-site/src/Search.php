<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

/**
 * What finds a booking: each word of a search must be the beginning of one of its terms, or its number. Upper and lower case
 * are the same in all scripts, because PHP folds them; without an extension, neither database does. Accents count.
 */
final class Search
{
    public const LONGEST = 100;
    private const MOST_WORDS = 6;
    private const SHORTEST_PHONE = 3;
    private const LAST_CHARACTER = "\u{10FFFF}";

    /** @return list<string> the name and the e-mail address from each of their words on, and the phone number from each digit on */
    public static function terms(string $guest, string $email, string $phone): array
    {
        $terms = [];
        foreach (self::words("$guest $email") as $word) {
            preg_match_all('/^.|(?<![\p{L}\p{M}\p{N}])[\p{L}\p{N}]/u', $word, $starts, PREG_OFFSET_CAPTURE);
            foreach ($starts[0] as [, $at]) {
                $terms[] = substr($word, $at);
            }
        }
        $digits = self::digits($phone);
        for ($at = 0; $at <= strlen($digits) - self::SHORTEST_PHONE; $at++) {
            $terms[] = substr($digits, $at);
        }
        return array_values(array_unique($terms));
    }

    /** @return array{list<string>, array<string, int|string>} conditions for the table of the bookings, and their values */
    public static function conditions(string $query): array
    {
        $conditions = $values = [];
        foreach (array_slice(self::words($query), 0, self::MOST_WORDS) as $n => $word) {
            // A number may be that of the booking, or be in a phone number, with or without zeros, brackets and hyphens.
            $digits = preg_match('/^[#+(]*\d[\d()\/.-]*$/D', $word) === 1 ? self::digits($word) : '';
            $values["from$n"] = $digits === '' ? $word : $digits;
            $values["to$n"] = $values["from$n"] . self::LAST_CHARACTER;
            $number = $digits !== '' && strlen($digits) < 18 ? " UNION ALL SELECT CAST($digits AS BIGINT)" : '';
            $conditions[] = "id IN (SELECT booking_id FROM booking_term WHERE term BETWEEN :from$n AND :to$n$number)";
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
