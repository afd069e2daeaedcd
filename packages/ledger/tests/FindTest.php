<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\Account;
use Cotp\Ledger\Accounts;
use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use PHPUnit\Framework\Attributes\DataProvider;

/** Ledger::findMany(), and find(), which is findMany() for one key. */
final class FindTest extends LedgerTestCase
{
    #[DataProvider('databases')]
    public function test_find_many_returns_the_newest_attempt_at_each_question(string $database): void
    {
        $this->on($database);
        $this->service->onSend = [static fn () => throw self::notSent()];
        self::thrown(\CotpTransportException::class, fn () => $this->ledger()->ask('not-sent', self::form()));
        $this->ledger()->ask('asked-again', self::form());
        $this->ledger()->askAgain('asked-again', 1, self::form());
        $this->ledger()->ask('4711', self::form());
        $found = $this->ledger()->findMany(['asked-again', 'never', 'not-sent', '4711', 'asked-again', 'ASKED-AGAIN']);
        $seen = array_map(static fn (Ask $ask): array => [$ask->key, $ask->attempt, $ask->state], $found);
        self::assertEquals([
            'asked-again' => ['asked-again', 2, AskState::Sent], 'not-sent' => ['not-sent', 1, AskState::NotSent], 4711 => ['4711', 1, AskState::Sent],
        ], $seen);
        self::assertSame([], $this->ledger()->findMany([]));
        self::assertEquals($found['asked-again'], $this->ledger()->find('asked-again'));
        self::assertNull($this->ledger()->find('never'));
    }

    #[DataProvider('databases')]
    public function test_find_many_finds_what_is_archived_unless_there_is_a_newer_attempt(string $database): void
    {
        $this->on($database);
        foreach (['archived', 'asked-later'] as $key) {
            $this->ledger()->ask($key, self::form());
            $this->ledger()->askAgain($key, 1, self::form());
            $this->ledger()->cancel($key);
        }
        $this->doubles->advance(10 * 86_400);
        self::assertSame(4, $this->ledger()->archive($this->doubles->now->modify('-5 days')) + $this->ledger()->archive($this->doubles->now->modify('-5 days')));
        $this->ledger()->askAgain('asked-later', 2, self::form());
        $found = $this->ledger()->findMany(['archived', 'asked-later']);
        self::assertSame([[2, AskState::Ended], [3, AskState::Sent]], [
            [($found['archived'] ?? null)?->attempt, ($found['archived'] ?? null)?->state], [($found['asked-later'] ?? null)?->attempt, ($found['asked-later'] ?? null)?->state],
        ]);
    }

    #[DataProvider('databases')]
    public function test_find_many_takes_more_keys_than_a_statement_has_parameters(string $database): void
    {
        $this->on($database);
        $keys = array_map(static fn (int $number): string => "key-$number", range(1, 70_000));
        $this->ledger()->ask('key-1', self::form());
        $this->ledger()->ask('key-70000', self::form());
        self::assertSame(['key-1', 'key-70000'], array_keys($this->ledger()->findMany($keys)));
    }

    #[DataProvider('databases')]
    public function test_find_many_sees_only_its_account(string $database): void
    {
        $this->on($database);
        $accounts = new Accounts(['one' => fn (): Account => $this->account('one'), 'two' => fn (): Account => $this->account('two')]);
        $this->ledger(accounts: $accounts)->ask(self::KEY, self::form(), account: 'one');
        self::assertCount(1, $this->ledger(accounts: $accounts)->findMany([self::KEY], account: 'one'));
        self::assertSame([], $this->ledger(accounts: $accounts)->findMany([self::KEY], account: 'two'));
    }
}
