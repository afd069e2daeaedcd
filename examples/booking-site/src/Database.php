<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use Closure;
use PDO;
use PDOException;
use PDOStatement;
use RuntimeException;
use SensitiveParameter;
use Throwable;

/** SQLite or PostgreSQL through PDO, opened when first used. All values are bound. Not final, because tests override it. */
class Database
{
    private ?PDO $connection = null;
    /** @var ?resource SQLite: the lock file of the writer */
    private $turn = null;
    public readonly bool $isPostgres;

    public function __construct(private string $dsn, private string $user = '', #[SensitiveParameter] private string $password = '')
    {
        $this->isPostgres = str_starts_with($dsn, 'pgsql:');
    }

    public function createTables(): void
    {
        $kind = $this->isPostgres ? 'pgsql' : 'sqlite';
        $this->connection()->exec((string) file_get_contents(dirname(__DIR__) . "/schema.$kind.sql"));
    }

    /** @param array<string, int|string|null> $values */
    public function run(string $sql, array $values = []): PDOStatement
    {
        $statement = $this->connection()->prepare($sql);
        foreach ($values as $name => $value) {
            $statement->bindValue($name, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_STR);
        }
        $statement->execute();
        return $statement;
    }

    /** @return list<array<string, mixed>> */
    public function rows(string $sql, array $values = []): array
    {
        return $this->run($sql, $values)->fetchAll();
    }

    /** @return ?array<string, mixed> */
    public function row(string $sql, array $values = []): ?array
    {
        return $this->rows($sql, $values)[0] ?? null;
    }

    /** Commits all of $work, or nothing if it throws. */
    public function transaction(Closure $work): mixed
    {
        $this->begin();
        try {
            $result = $work();
            $this->commit();
            return $result;
        } catch (Throwable $fault) {
            $this->rollBack();
            throw $fault;
        }
    }

    public function begin(): void
    {
        $connection = $this->connection();
        $this->isPostgres || $this->awaitTurn();
        try {
            // SQLite: take the write lock at once, because a transaction that has begun with a read may fail to get it later.
            $connection->exec($this->isPostgres ? 'BEGIN' : 'BEGIN IMMEDIATE');
        } catch (Throwable $fault) {
            $this->endTurn();
            throw $fault;
        }
    }

    public function commit(): void
    {
        $this->end('COMMIT');
    }

    public function rollBack(): void
    {
        $this->end('ROLLBACK');
    }

    /** Returns the clause that locks selected rows until the end of the transaction. In SQLite, a transaction locks everything. */
    public function lockRows(string $extra = ''): string
    {
        return $this->isPostgres ? "FOR UPDATE $extra" : '';
    }

    private function end(string $sql): void
    {
        try {
            $this->connection()->exec($sql);
        } finally {
            $this->endTurn();
        }
    }

    /** Waiting for SQLite's own write lock sleeps for up to 100 ms at a time; waiting for this lock ends at once. */
    private function awaitTurn(): void
    {
        $file = substr($this->dsn, strlen('sqlite:')) . '-turn';
        $this->turn ??= fopen($file, 'c') ?: throw new RuntimeException("cannot write $file");
        flock($this->turn, LOCK_EX);
    }

    private function endTurn(): void
    {
        $this->turn === null || flock($this->turn, LOCK_UN);
    }

    private function connection(): PDO
    {
        return $this->connection ??= $this->open();
    }

    private function open(): PDO
    {
        $connection = $this->connect();
        if ($connection->getAttribute(PDO::ATTR_PERSISTENT) && !self::isAlive($connection)) {
            $connection = null;             // PDO opens a new connection only after this one has failed and been released
            $connection = $this->connect();
        }
        if (!$this->isPostgres) {
            // Readers and the writer do not block each other, and a commit is on the disk.
            $connection->exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
        }
        return $connection;
    }

    /** A persistent connection may have died with its server, which must not cost a callback. */
    private static function isAlive(PDO $connection): bool
    {
        try {
            return $connection->exec('SELECT 1') !== false;
        } catch (PDOException) {
            return false;
        }
    }

    private function connect(): PDO
    {
        return new PDO($this->dsn, $this->user ?: null, $this->password ?: null, [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
            PDO::ATTR_EMULATE_PREPARES => false,
            // Under PHP-FPM the connection persists in the process, so a callback does not wait for a new one. Not with SQLite:
            // PDO does not know our transactions, so a fatal error would leave the write lock in place.
            PDO::ATTR_PERSISTENT => $this->isPostgres && PHP_SAPI !== 'cli',
            PDO::ATTR_TIMEOUT => 5,
        ]);
    }
}
