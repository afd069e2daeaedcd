<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\Exception\NotDurable;
use Cotp\Ledger\Exception\NotReleased;
use Cotp\Ledger\Schema;
use Cotp\Ledger\Settings;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use PDO;
use PHPUnit\Framework\Attributes\DataProvider;

/** Rule 13: a database that forgets is refused, and a restored one is not trusted until a person releases the keys. */
final class Rule13Test extends LedgerTestCase
{
    #[DataProvider('databases')]
    public function test_rule13_connection_that_may_forget_commits_is_refused(string $database): void
    {
        $this->on($database);
        $pdo = $this->engine->connect();
        $set = match ($database) {
            'sqlite' => ['PRAGMA synchronous = NORMAL', 'PRAGMA synchronous = FULL'],
            'pgsql' => ['SET synchronous_commit = off', 'SET synchronous_commit = on'],
            default => ['SET GLOBAL innodb_flush_log_at_trx_commit = 2', 'SET GLOBAL innodb_flush_log_at_trx_commit = 1'],
        };
        $pdo->exec($set[0]);
        try {
            self::thrown(NotDurable::class, fn () => $this->ledger(pdo: $pdo)->check());
            self::thrown(NotDurable::class, fn () => $this->ledger(pdo: $pdo)->ask(self::KEY, self::form()));
            self::assertSame([], $this->service->sent);
            $this->ledger(pdo: $pdo, settings: new Settings(checkDurability: false))->check();
        } finally {
            $pdo->exec($set[1]);
        }
        $this->ledger(pdo: $pdo)->check();
    }

    public function test_rule13_sqlite_in_memory_is_refused(): void
    {
        $this->on('sqlite');
        $pdo = new PDO('sqlite::memory:');
        Schema::migrate($pdo);
        self::thrown(NotDurable::class, fn () => $this->ledger(pdo: $pdo)->ask(self::KEY, self::form()));
        self::assertTrue($this->ledger(pdo: $pdo, settings: new Settings(checkDurability: false))->ask(self::KEY, self::form())->isNew);
    }

    #[DataProvider('databases')]
    public function test_rule13_keys_without_a_row_need_a_release_after_a_restore(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask('known', self::form());
        self::assertSame(2, $this->ledger()->raiseEpoch('Ada'));
        $fault = self::thrown(NotReleased::class, fn () => $this->ledger()->ask('lost', self::form()));
        self::assertStringContainsString('release()', $fault->getMessage());
        self::assertFalse($this->ledger()->ask('known', self::form())->isNew);
        self::assertCount(1, $this->service->sent);
        $this->ledger()->release('lost', 'Ada');
        $this->ledger()->release('lost', 'Ada');
        self::assertTrue($this->ledger()->ask('lost', self::form())->isNew);
        self::thrown(NotReleased::class, fn () => $this->ledger()->ask('lost-too', self::form()));
        $this->ledger()->release(null, 'Grace');
        self::assertTrue($this->ledger()->ask('lost-too', self::form())->isNew);
        self::assertSame(3, $this->ledger()->raiseEpoch('Ada'));
        self::thrown(NotReleased::class, fn () => $this->ledger()->ask('another', self::form()));
        self::assertSame(
            [['Ada', 'epoch raised'], ['Ada', 'released'], ['Grace', 'released'], ['Ada', 'epoch raised']],
            array_map(array_values(...), $this->rows('SELECT actor, action FROM cotp_ledger_history ORDER BY id')),
        );
    }

    #[DataProvider('databases')]
    public function test_rule13_old_rows_do_not_prove_that_nothing_was_sent(string $database): void
    {
        $this->on($database);
        // The backup is older than the second attempt, and older than the message of "key-2".
        $this->ledger()->ask(self::KEY, self::form());
        $this->service->failNext(self::notSent());
        self::thrown(\CotpException::class, fn () => $this->ledger()->ask('key-2', self::form()));
        $this->ledger()->raiseEpoch('Ada');
        self::thrown(NotReleased::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()));
        self::thrown(NotReleased::class, fn () => $this->ledger()->ask('key-2', self::form()));
        self::assertSame([1, []], [count($this->service->sent), $this->service->deleted]);
        $this->ledger()->release(null, 'Ada');
        self::assertTrue($this->ledger()->askAgain(self::KEY, 1, self::form())->isNew);
        self::assertTrue($this->ledger()->ask('key-2', self::form())->isNew);
    }

    #[DataProvider('databases')]
    public function test_rule13_archived_rows_do_not_prove_that_nothing_was_sent(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $this->ledger()->cancel(self::KEY);
        $this->doubles->advance(10 * 86_400);
        self::assertSame(1, $this->ledger()->archive($this->doubles->now->modify('-5 days')));
        // The backup is older than the second attempt.
        $this->ledger()->raiseEpoch('Ada');
        self::assertSame(1, $this->ledger()->ask(self::KEY, self::form())->attempt);
        self::thrown(NotReleased::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()));
        self::assertCount(1, $this->service->sent);
        $this->ledger()->release(self::KEY, 'Ada');
        self::assertTrue($this->ledger()->askAgain(self::KEY, 1, self::form())->isNew);
    }
}
