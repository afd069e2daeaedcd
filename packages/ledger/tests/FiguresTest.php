<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\Figures;
use Cotp\Ledger\Resolution;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use PHPUnit\Framework\Attributes\DataProvider;

/** The figures that a monitor reads. */
final class FiguresTest extends LedgerTestCase
{
    #[DataProvider('databases')]
    public function test_figures_count_open_and_unknown_questions_of_the_account(string $database): void
    {
        $this->on($database);
        self::assertEquals(new Figures(), $this->ledger()->figures());
        $this->ledger()->ask('open', self::form());
        $this->service->failNext(self::notSent());
        self::thrown(\CotpException::class, fn () => $this->ledger()->ask('not-sent', self::form()));
        $this->service->failNext(self::lost());
        self::thrown(\CotpException::class, fn () => $this->ledger()->ask('lost', self::form()));
        $this->doubles->advance(90);
        $this->service->failNext(self::lost());
        self::thrown(\CotpException::class, fn () => $this->ledger()->ask('lost-later', self::form()));
        self::assertEquals(new Figures(open: 1, unknown: 2, oldestUnknownAge: 90), $this->ledger()->figures());
        self::assertEquals(new Figures(), $this->ledger(accounts: $this->account('other'))->figures('other'));

        $this->ledger()->resolve('lost', Resolution::NotSent, 'Ada');
        self::assertEquals(new Figures(open: 1, unknown: 1), $this->ledger()->figures());
    }

    #[DataProvider('databases')]
    public function test_figures_count_attempts_whose_process_died(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $this->sql("UPDATE cotp_ledger_question SET state = 'reserved', due_at = NULL, lease_until = 9999999999999");
        self::assertEquals(new Figures(), $this->ledger()->figures());
        $this->endLeases();
        $this->doubles->advance(5);
        self::assertEquals(new Figures(unknown: 1, oldestUnknownAge: 5), $this->ledger()->figures());
    }
}
