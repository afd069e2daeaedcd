<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\Settings;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use Cotp\Ledger\Tests\lib\ScriptedSender;
use CotpStatus;
use CotpTransportException;
use PHPUnit\Framework\Attributes\DataProvider;

/** Rule 6: open questions are looked up, on a growing, spread interval, with a limit per second. */
final class Rule06Test extends LedgerTestCase
{
    #[DataProvider('databases')]
    public function test_rule06_lost_callback_is_found_by_look_up(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $this->service->statuses['request-1'] = CotpStatus::CardStored;
        self::assertSame(0, $this->ledger()->work()->lookUps, 'not due yet');
        $this->doubles->advance(400);
        self::assertSame(1, $this->ledger()->work()->lookUps);
        self::assertSame(CotpStatus::CardStored, $this->ledger()->find(self::KEY)?->status);
        self::assertContains('CardStored', $this->doubles->names());
        $this->doubles->advance(400 * 86_400);
        self::assertSame(0, $this->ledger()->work()->lookUps, 'it has ended');
    }

    #[DataProvider('databases')]
    public function test_rule06_interval_grows_to_its_limit(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $intervals = [];
        for ($i = 0; $i < 10; $i++) {
            $due = (int) $this->value('SELECT due_at FROM cotp_ledger_question');
            $now = (int) $this->doubles->now->format('Uv');
            $intervals[] = intdiv($due - $now, 1000);
            $this->doubles->advance(intdiv($due - $now, 1000) + 1);
            if ($i % 2 === 1) {
                $this->service->onRetrieve[] = ScriptedSender::throws(new CotpTransportException('the service could not be reached'));
            }
            $this->ledger()->work();
        }
        foreach ([300, 600, 1200, 2400, 4800, 9600, 19_200, 21_600, 21_600, 21_600] as $i => $expected) {
            self::assertEqualsWithDelta($expected, $intervals[$i], $expected * 0.26, "interval $i");
        }
    }

    #[DataProvider('databases')]
    public function test_rule06_look_ups_are_spread(string $database): void
    {
        $this->on($database);
        for ($i = 0; $i < 20; $i++) {
            $this->ledger()->ask("key-$i", self::form());
        }
        self::assertGreaterThan(15, (int) $this->value('SELECT count(DISTINCT due_at) FROM cotp_ledger_question'));
        self::assertGreaterThan(30_000, (int) $this->value('SELECT max(due_at) - min(due_at) FROM cotp_ledger_question'));
    }

    #[DataProvider('databases')]
    public function test_rule06_rate_is_limited_for_all_workers_together(string $database): void
    {
        $this->on($database);
        for ($i = 0; $i < 6; $i++) {
            $this->ledger()->ask("key-$i", self::form());
        }
        $this->doubles->advance(600);
        // Two per hour, so that no duration of the test matters: the first takes the slot of the next half hour.
        $settings = new Settings(lookUpsPerSecond: 1 / 1800);
        self::assertSame([1, 0, 0], [
            $this->ledger(settings: $settings)->work()->lookUps, $this->ledger(settings: $settings)->work()->lookUps, $this->ledger(settings: $settings)->work()->lookUps,
        ]);
        self::assertCount(1, $this->service->retrieved);
        $this->sql("UPDATE cotp_ledger_meta SET value = '0' WHERE name = 'next_look_up'");      // half an hour later
        self::assertSame(1, $this->ledger(settings: $settings)->work()->lookUps);
    }
}
