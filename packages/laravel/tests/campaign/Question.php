<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\campaign;

/** One question of the campaign. Its guest enters a card at once, because the sandbox knows such addresses. */
final readonly class Question
{
    public const CALM = 'default';
    /** The account whose sends meet the faults of the sandbox. */
    public const FAULTY = 'faulty';

    private function __construct(public string $key, public string $email, public string $account)
    {
    }

    /** @return list<self> every third one with the account that meets faults */
    public static function make(int $count): array
    {
        $questions = [];
        for ($number = 1; $number <= $count; $number++) {
            $questions[] = new self("question-$number", "guest-$number+card-stored@example.com", $number % 3 === 0 ? self::FAULTY : self::CALM);
        }
        return $questions;
    }
}
