<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests;

use Cotp\Ledger\Exception\TransactionOpen;
use Cotp\SymfonyBundle\Exception\ConfigurationException;
use Cotp\SymfonyBundle\Ledger\LazyPdo;
use Cotp\SymfonyBundle\Tests\lib\Folder;
use Cotp\SymfonyBundle\Tests\lib\SiteTestCase;
use Doctrine\DBAL\Connection;
use PDO;
use PDOException;
use PDOStatement;
use Symfony\Component\VarDumper\Cloner\VarCloner;
use Symfony\Component\VarDumper\Dumper\CliDumper;

final class DatabaseTest extends SiteTestCase
{
    public function test_connection_opens_at_the_first_use_and_again_after_it_was_lost(): void
    {
        $opened = [];
        $closed = 0;
        $pdo = new LazyPdo('sqlite', static function () use (&$opened): PDO {
            return $opened[] = new class ('sqlite::memory:') extends PDO {
                public bool $isLost = false;

                public function query(string $query, ?int $fetchMode = null, mixed ...$fetchModeArgs): PDOStatement|false
                {
                    return $this->isLost ? throw new PDOException('the server has gone away') : parent::query($query);
                }
            };
        }, static function () use (&$closed): void {
            $closed++;
        });
        self::assertSame(['sqlite', PDO::ERRMODE_EXCEPTION, false], [$pdo->getAttribute(PDO::ATTR_DRIVER_NAME), $pdo->getAttribute(PDO::ATTR_ERRMODE), $pdo->inTransaction()]);
        $pdo->reset();
        self::assertCount(0, $opened);
        $pdo->exec('CREATE TABLE t (n)');
        $pdo->reset();
        $pdo->query('SELECT n FROM t');
        self::assertCount(1, $opened);
        $opened[0]->isLost = true;
        $pdo->reset();
        $pdo->exec('CREATE TABLE t (n)');
        self::assertSame([2, 1], [count($opened), $closed]);
    }

    public function test_wrong_password_is_not_in_the_trace(): void
    {
        $pdo = LazyPdo::fromDsn('sqlite:/no/such/folder/x.db', 'ada', 'the-password');
        $fault = self::thrown(PDOException::class, fn () => $pdo->exec('SELECT 1'));
        self::assertStringNotContainsString('the-password', $fault . print_r($fault->getTrace(), true));
    }

    public function test_dump_shows_no_password(): void
    {
        $pdo = LazyPdo::fromDsn('sqlite:/no/such/folder/x.db;password=in-the-dsn', 'ada', 'the-password');
        $dump = (new CliDumper())->dump((new VarCloner())->cloneVar($pdo), true) . print_r($pdo, true);
        self::assertStringContainsString('LazyPdo', $dump);
        self::assertDoesNotMatchRegularExpression('~the-password|in-the-dsn~', $dump);
    }

    public function test_ledger_uses_a_doctrine_connection_of_its_own(): void
    {
        $url = Folder::path() . '/doctrine.db';
        $connections = ['default' => ['driver' => 'pdo_sqlite', 'path' => "$url-site"], 'cotp' => ['driver' => 'pdo_sqlite', 'path' => $url]];
        $this->boot(['ledger' => ['connection' => 'cotp']], ['doctrine' => ['dbal' => ['default_connection' => 'default', 'connections' => $connections]]]);
        $default = $this->service(Connection::class, 'doctrine.dbal.default_connection');
        $default->beginTransaction();
        self::assertSame(200, $this->ask()->getStatusCode());
        $default->rollBack();
        self::assertTrue(is_file($url));
        self::assertFalse($this->ledger()->ask('booking-1/card', static fn (string $url) => new \CotpForm(bookerId: 'hotel-42', email: 'booking-1@example.com', callbackUrl: $url))->isNew);

        $own = $this->service(Connection::class, 'doctrine.dbal.cotp_connection');
        $own->beginTransaction();
        self::thrown(TransactionOpen::class, fn () => $this->ledger()->find('booking-1/card'));
        $own->rollBack();
    }

    public function test_connection_without_pdo_is_named(): void
    {
        $connections = ['cotp' => ['driver' => 'sqlite3', 'memory' => true]];
        $this->boot(['ledger' => ['connection' => 'cotp']], ['doctrine' => ['dbal' => ['connections' => $connections]]]);
        self::assertStringContainsString('"cotp.ledger.connection"', self::thrown(ConfigurationException::class, fn () => $this->ledger())->getMessage());
    }
}
