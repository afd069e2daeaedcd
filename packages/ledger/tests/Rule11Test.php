<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Exception\AlreadyReplaced;
use Cotp\Ledger\Exception\CardAlreadyStored;
use Cotp\Ledger\Policies;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use Cotp\Ledger\Tests\lib\Volume;
use CotpStatus;
use PHPUnit\Framework\Attributes\DataProvider;
use ValueError;

/** Rule 11: growth. tests/growth measures a million rows. */
final class Rule11Test extends LedgerTestCase
{
    #[DataProvider('databases')]
    public function test_rule11_statements_of_ask_and_work_use_indexes(string $database): void
    {
        $this->on($database);
        $volume = new Volume($this->engine);
        $volume->fill(20_000);
        foreach ($volume->plans() as $name => $plan) {
            self::assertTrue(Volume::usesIndex($plan), "$name:\n$plan");
        }
        self::assertFalse(Volume::usesIndex($volume->explain("SELECT id FROM cotp_ledger_question WHERE trouble = 'x'")), 'a scan is recognized');
    }

    #[DataProvider('databases')]
    public function test_rule11_archive_keeps_the_keys_of_ended_questions(string $database): void
    {
        $this->on($database);
        foreach (['old', 'open', 'new'] as $i => $key) {
            $ask = $this->ledger()->ask($key, self::form());
            if ($key !== 'open') {
                $this->service->statuses[(string) $ask->requestId] = CotpStatus::CardStored;
                $this->ledger()->receive($this->event($ask, (string) $ask->requestId, CotpStatus::CardStored));
                $this->ledger()->work();
            }
            $this->doubles->advance($i === 1 ? 100 * 86_400 : 10);
        }
        self::thrown(ValueError::class, fn () => $this->ledger()->archive($this->doubles->now));
        self::assertSame(1, $this->ledger()->archive($this->doubles->now->modify('-90 days')));
        self::assertSame(['open', 'new'], array_column($this->rows('SELECT question_key FROM cotp_ledger_question ORDER BY id'), 'question_key'));
        self::assertSame('1', $this->value('SELECT count(*) FROM cotp_ledger_inbox'));
        $ask = $this->ledger()->ask('old', self::form());
        self::assertSame([AskState::Ended, Ending::CardStored, false], [$ask->state, $ask->ending, $ask->isNew]);
        self::assertCount(3, $this->service->sent);
        self::thrown(CardAlreadyStored::class, fn () => $this->ledger()->askAgain('old', 1, self::form()));
        self::assertSame(2, $this->ledger()->askAgain('old', 1, self::form(), evenIfCardStored: true)->attempt);
        self::thrown(AlreadyReplaced::class, fn () => $this->ledger()->askAgain('old', 1, self::form()));
    }

    #[DataProvider('databases')]
    public function test_rule11_archive_does_not_reset_the_number_of_reminders(string $database): void
    {
        $this->on($database);
        $policies = new Policies(remindAfter: 3 * 86_400, reminders: 2);
        $this->ledger($policies)->ask(self::KEY, self::form());
        for ($day = 0; $day < 20; $day++) {
            $this->doubles->advance(86_400);
            $this->ledger($policies)->work();
            $this->endLeases();
            $this->ledger($policies)->archive($this->doubles->now->modify('-1 day'));
        }
        self::assertSame('2', $this->value('SELECT count(*) FROM cotp_ledger_archive'));
        self::assertCount(3, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule11_archive_never_hides_the_newest_attempt(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $this->ledger()->askAgain(self::KEY, 1, self::form());
        $this->ledger()->cancel(self::KEY);
        $this->sql('UPDATE cotp_ledger_question SET notified = 0 WHERE attempt = 1');       // a listener still fails
        $this->doubles->advance(10 * 86_400);
        self::assertSame(0, $this->ledger()->archive($this->doubles->now->modify('-5 days')));
        self::thrown(AlreadyReplaced::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()));
        $this->sql('UPDATE cotp_ledger_question SET notified = 1');
        self::assertSame([1, 1, 0], array_map(fn (): int => $this->ledger()->archive($this->doubles->now->modify('-5 days')), [1, 2, 3]));
        self::thrown(AlreadyReplaced::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()));
        self::assertCount(2, $this->service->sent);
    }
}
