<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\AskState;
use Cotp\Ledger\Exception\InProgress;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use CotpStatus;
use DateTimeImmutable;
use PHPUnit\Framework\Attributes\DataProvider;

/** Rule 10: times come from the given clock, in UTC; leases come from the clock of the database. */
final class Rule10Test extends LedgerTestCase
{
    #[DataProvider('databases')]
    public function test_rule10_times_come_from_the_given_clock_in_utc(string $database): void
    {
        $this->on($database);
        $this->doubles->now = new DateTimeImmutable('2026-07-01T02:30:00.250+02:00');
        $ask = $this->ledger()->ask(self::KEY, self::form());
        self::assertSame('2026-07-01T00:30:00.250+00:00', $ask->askedAt->format('Y-m-d\TH:i:s.vP'));
        self::assertSame('2026-07-01T00:30:00.250+00:00', $ask->since->format('Y-m-d\TH:i:s.vP'));
    }

    #[DataProvider('databases')]
    public function test_rule10_lease_does_not_depend_on_the_clock_of_the_machine(string $database): void
    {
        $this->on($database);
        foreach (['+30 minutes', '-30 minutes', '+3 days'] as $i => $skew) {
            $this->service->onSend[] = function () use ($skew, $i): void {
                $this->doubles->now = $this->doubles->now->modify($skew);
                self::thrown(InProgress::class, fn () => $this->ledger()->ask("key-$i", self::form()));
                self::assertSame(0, $this->ledger()->work()->givenUp);
                self::assertSame([], $this->ledger()->unknown());
            };
            self::assertSame(AskState::Sent, $this->ledger()->ask("key-$i", self::form())->state);
        }
        self::assertCount(3, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule10_lease_ends_by_the_clock_of_the_database(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $lease = "UPDATE cotp_ledger_question SET state = 'reserved', request_id = NULL, lease_until = ";
        $now = (int) (microtime(true) * 1000);
        $this->sql($lease . $now + 20_000);
        self::assertSame(0, $this->ledger()->work()->givenUp);
        $this->sql($lease . $now - 20_000);
        self::assertSame(1, $this->ledger()->work()->givenUp);
    }

    #[DataProvider('databases')]
    public function test_rule10_look_ups_survive_clocks_that_differ_by_minutes(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::form());
        $start = $this->doubles->now;
        // Two machines, ten minutes apart, take turns for two days.
        for ($minute = 0; $minute < 2880; $minute += 20) {
            $this->doubles->now = $start->modify("+$minute minutes")->modify($minute % 40 === 0 ? '+10 minutes' : '+0 minutes');
            $this->ledger()->work();
        }
        self::assertGreaterThan(6, count($this->service->retrieved));
        self::assertLessThan(40, count($this->service->retrieved));
        $this->service->statuses[(string) $ask->requestId] = CotpStatus::CardStored;
        $this->doubles->now = $start->modify('+3 days');
        $this->ledger()->work();
        self::assertSame(AskState::Ended, $this->ledger()->find(self::KEY)?->state);
    }
}
