<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\AskState;
use Cotp\Ledger\Exception\AlreadyReplaced;
use Cotp\Ledger\Exception\NotUnknown;
use Cotp\Ledger\Exception\OutcomeUnknown;
use Cotp\Ledger\Resolution;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use CotpStatus;
use PHPUnit\Framework\Attributes\DataProvider;
use ValueError;

/** Rule 3: only evidence ends the state "unknown". */
final class Rule03Test extends LedgerTestCase
{
    private function askUnknown(string $key = self::KEY): void
    {
        $this->service->loseNext(self::lost());
        self::thrown(\CotpOutcomeUnknownException::class, fn () => $this->ledger()->ask($key, self::form()));
    }

    #[DataProvider('databases')]
    public function test_rule03_unknown_stays_unknown_as_time_passes(string $database): void
    {
        $this->on($database);
        $this->askUnknown();
        for ($year = 0; $year < 3; $year++) {
            $this->doubles->advance(365 * 86_400);
            $this->endLeases();
            $this->ledger()->work();
            self::thrown(OutcomeUnknown::class, fn () => $this->ledger()->ask(self::KEY, self::form()));
        }
        self::assertSame([AskState::Unknown], array_column($this->ledger()->unknown(), 'state'));
        self::assertSame([1, []], [count($this->service->sent), $this->service->retrieved]);
    }

    #[DataProvider('databases')]
    public function test_rule03_callback_ends_unknown(string $database): void
    {
        $this->on($database);
        $this->askUnknown();
        $ask = $this->ledger()->unknown()[0];
        $this->service->statuses['request-1'] = CotpStatus::FormViewed;
        $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::FormViewed));
        $this->ledger()->work();
        $ask = $this->ledger()->ask(self::KEY, self::form());
        self::assertSame([AskState::Sent, 'request-1', CotpStatus::FormViewed, false], [$ask->state, $ask->requestId, $ask->status, $ask->isNew]);
        self::assertSame([], $this->ledger()->unknown());
    }

    #[DataProvider('databases')]
    public function test_rule03_person_ends_unknown_and_is_written_down(string $database): void
    {
        $this->on($database);
        $this->askUnknown();
        $this->askUnknown('key-2');
        $this->askUnknown('key-3');
        self::thrown(ValueError::class, fn () => $this->ledger()->resolve(self::KEY, Resolution::Sent, ''));
        self::assertSame(AskState::Sent, $this->ledger()->resolve(self::KEY, Resolution::Sent, 'Ada')->state);
        self::assertSame(AskState::NotSent, $this->ledger()->resolve('key-2', Resolution::NotSent, 'Grace')->state);
        $this->ledger()->ask('key-4', self::form());
        self::thrown(ValueError::class, fn () => $this->ledger()->resolve('key-3', Resolution::Sent, 'Ada', requestId: 'request-4'));
        self::assertSame('request-3', $this->ledger()->resolve('key-3', Resolution::Sent, 'Ada', requestId: 'request-3')->requestId);
        self::assertFalse($this->ledger()->ask(self::KEY, self::form())->isNew);
        self::assertTrue($this->ledger()->ask('key-2', self::form())->isNew);
        self::assertSame(
            [['Ada', 'resolved: sent'], ['Grace', 'resolved: not_sent'], ['Ada', 'resolved: sent']],
            array_map(array_values(...), $this->rows('SELECT actor, action FROM cotp_ledger_history ORDER BY id')),
        );
        self::thrown(NotUnknown::class, fn () => $this->ledger()->resolve('key-2', Resolution::NotSent, 'Grace'));
        self::assertCount(5, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule03_person_who_means_an_older_send_resolves_nothing(string $database): void
    {
        $this->on($database);
        $this->askUnknown();
        $seen = $this->ledger()->unknown()[0];
        $this->ledger()->resolve(self::KEY, Resolution::NotSent, 'Ada', askedAt: $seen->askedAt);
        $this->doubles->now = $this->doubles->now->modify('+1 millisecond');
        $this->askUnknown();
        $newest = $this->ledger()->unknown()[0];
        self::assertSame([$seen->attempt, $seen->reference], [$newest->attempt, $newest->reference]);
        foreach (Resolution::cases() as $resolution) {
            $refusal = self::thrown(AlreadyReplaced::class, fn () => $this->ledger()->resolve(self::KEY, $resolution, 'Grace', askedAt: $seen->askedAt));
            self::assertEquals($newest, $refusal->ask);
        }
        self::thrown(OutcomeUnknown::class, fn () => $this->ledger()->ask(self::KEY, self::form()));
        self::assertCount(2, $this->service->sent);

        // The time of a reservation stays that of the send, also if its process dies.
        $this->sql("UPDATE cotp_ledger_question SET state = 'reserved', lease_until = 1");
        $this->doubles->advance(60);
        $ask = $this->ledger()->resolve(self::KEY, Resolution::NotSent, 'Grace', askedAt: $newest->askedAt);
        self::assertSame([AskState::NotSent, ['Ada', 'Grace']], [$ask->state, array_column($this->rows('SELECT actor FROM cotp_ledger_history ORDER BY id'), 'actor')]);
        self::thrown(NotUnknown::class, fn () => $this->ledger()->resolve(self::KEY, Resolution::NotSent, 'Grace', askedAt: $newest->askedAt));
        self::thrown(AlreadyReplaced::class, fn () => $this->ledger()->resolve(self::KEY, Resolution::NotSent, 'Grace', askedAt: $seen->askedAt));
    }

    #[DataProvider('databases')]
    public function test_rule03_late_callback_shows_that_a_resolved_message_was_sent(string $database): void
    {
        $this->on($database);
        $this->askUnknown();
        $ask = $this->ledger()->resolve(self::KEY, Resolution::NotSent, 'Ada');
        $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::MessageQueued));
        $this->ledger()->work();
        self::assertSame(AskState::Sent, $this->ledger()->ask(self::KEY, self::form())->state);
        self::assertCount(1, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule03_work_finds_reservations_of_dead_processes(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $this->sql("UPDATE cotp_ledger_question SET state = 'reserved', request_id = NULL, lease_until = 1");
        self::assertCount(1, $this->ledger()->unknown());
        self::assertSame(1, $this->ledger()->work()->givenUp);
        self::assertSame(AskState::Unknown, $this->ledger()->find(self::KEY)?->state);
        self::assertContains('Unknown', $this->doubles->names());
        self::assertSame(0, $this->ledger()->work()->givenUp);
    }
}
