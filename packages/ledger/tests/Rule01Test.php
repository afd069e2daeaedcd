<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\AskState;
use Cotp\Ledger\Event\Asked;
use Cotp\Ledger\Exception\TransactionOpen;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use CotpForm;
use PHPUnit\Framework\Attributes\DataProvider;

/** Rule 1: the row is committed before the message is sent, and no rollback erases it. */
final class Rule01Test extends LedgerTestCase
{
    #[DataProvider('databases')]
    public function test_rule01_ask_reserves_row_before_it_sends(string $database): void
    {
        $this->on($database);
        $seen = [];
        $this->service->onSend[] = function (CotpForm $form) use (&$seen): void {
            $seen = $this->rows('SELECT state, reference, lease_owner, lease_until FROM cotp_ledger_question');     // another connection: only what is committed
            self::assertIsString($seen[0]['reference'] ?? null);
            self::assertStringContainsString('cotp=v1.k.', (string) $form->callbackUrl);
            self::assertStringContainsString(rtrim(base64_encode($seen[0]['reference']), '='), (string) $form->callbackUrl);
        };

        $ask = $this->ledger()->ask(self::KEY, self::form());

        self::assertSame('reserved', $seen[0]['state'] ?? null);
        self::assertNotNull($seen[0]['lease_until']);
        self::assertCount(1, $this->service->sent);
        self::assertSame([AskState::Sent, 'request-1', true, 1], [$ask->state, $ask->requestId, $ask->isNew, $ask->attempt]);
        self::assertInstanceOf(Asked::class, $this->doubles->events[0] ?? null);
    }

    #[DataProvider('databases')]
    public function test_rule01_ask_refuses_transaction_of_pdo(string $database): void
    {
        $this->on($database);
        $pdo = $this->engine->connect();
        $ledger = $this->ledger(pdo: $pdo);
        $pdo->beginTransaction();
        self::thrown(TransactionOpen::class, fn () => $ledger->ask(self::KEY, self::form()));
        $pdo->rollBack();
        self::assertSame([], $this->service->sent);
        self::assertTrue($ledger->ask(self::KEY, self::form())->isNew);
    }

    #[DataProvider('databases')]
    public function test_rule01_ask_refuses_transaction_of_sql(string $database): void
    {
        $this->on($database);
        $pdo = $this->engine->connect();
        $ledger = $this->ledger(pdo: $pdo);
        $pdo->exec('BEGIN');        // PDO does not know of it in SQLite
        self::thrown(TransactionOpen::class, fn () => $ledger->ask(self::KEY, self::form()));
        $pdo->exec('ROLLBACK');
        self::assertSame([], $this->service->sent);
        self::assertSame('0', $this->value('SELECT count(*) FROM cotp_ledger_question'));
    }

    #[DataProvider('databases')]
    public function test_rule01_ask_refuses_transaction_that_the_form_began(string $database): void
    {
        $this->on($database);
        $pdo = $this->engine->connect();
        self::thrown(TransactionOpen::class, fn () => $this->ledger(pdo: $pdo)->ask(self::KEY, function (string $url) use ($pdo): CotpForm {
            $pdo->beginTransaction();
            return (self::form())($url);
        }));
        self::assertSame([], $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule01_ask_sends_nothing_if_the_row_cannot_be_written(string $database): void
    {
        $this->on($database);
        $pdo = $this->engine->connect();
        $ledger = $this->ledger(pdo: $pdo);
        $this->sql('ALTER TABLE cotp_ledger_question RENAME COLUMN origin TO origin_gone');
        try {
            self::thrown(\PDOException::class, fn () => $ledger->ask(self::KEY, self::form()));
        } finally {
            $this->sql('ALTER TABLE cotp_ledger_question RENAME COLUMN origin_gone TO origin');
        }
        self::assertSame([], $this->service->sent);
    }
}
