<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use Closure;
use Cotp\Ledger\Schema;
use PDO;
use PDOException;
use PDOStatement;
use SensitiveParameter;
use Throwable;

/** SQLite or PostgreSQL through PDO, opened when first used. All values are bound. Not final, because tests override it. */
class Database
{
    private ?PDO $connection = null;
    public readonly bool $isPostgres;

    public function __construct(private string $dsn, private string $user = '', #[SensitiveParameter] private string $password = '')
    {
        $this->isPostgres = str_starts_with($dsn, 'pgsql:');
    }

    /** Creates the missing tables, also those of the ledger, and adds what an older version of the site did not have. */
    public function createTables(): void
    {
        $this->transaction(function (): void {
            $kind = $this->isPostgres ? 'pgsql' : 'sqlite';
            $this->isPostgres && $this->run('SELECT pg_advisory_xact_lock(4711)');      // one setup at a time
            $this->connection()->exec((string) file_get_contents(dirname(__DIR__) . "/schema.$kind.sql"));
            $column = $this->isPostgres ? "SELECT 1 FROM pg_attribute WHERE attrelid = 'booking'::regclass AND attname = 'language'"
                : "SELECT 1 FROM pragma_table_info('booking') WHERE name = 'language'";
            $this->row($column) !== null || $this->run("ALTER TABLE booking ADD COLUMN language TEXT NOT NULL DEFAULT 'EN'");
        });
        Schema::migrate($this->open('ledger'));
    }

    /**
     * Commits all of $work, or nothing if it throws.
     * @template T
     * @param Closure(): T $work
     * @return T
     */
    public function transaction(Closure $work): mixed
    {
        $this->run($this->isPostgres ? 'BEGIN' : 'BEGIN IMMEDIATE');        // with SQLite, a reader cannot always become a writer
        try {
            $result = $work();
            $this->run('COMMIT');
            return $result;
        } catch (Throwable $fault) {
            try {
                $this->connection === null || $this->run('ROLLBACK');       // a lost connection has nothing to roll back
            } catch (PDOException) {
                $this->connection = null;           // the first fault says more
            }
            throw $fault;
        }
    }

    /** @param array<string, int|string|null> $values */
    public function run(string $sql, array $values = []): PDOStatement
    {
        $connection = $this->connection();
        try {
            $statement = $connection->prepare($sql);
            foreach ($values as $name => $value) {
                $statement->bindValue($name, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_STR);
            }
            $statement->execute();
            return $statement;
        } catch (PDOException $fault) {
            // The server or a pooler may close a connection that is idle for long. Nobody knows whether this statement was
            // executed, so it is not executed again; but the next one gets a new connection.
            self::isAlive($connection) || $this->connection = null;
            throw $fault;
        }
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

    private function connection(): PDO
    {
        return $this->connection ??= $this->open('site');
    }

    /** Opens the connection of "site" or "ledger". The ledger has its own, so that no transaction of the site can undo what it has recorded. */
    public function open(string $name): PDO
    {
        // Under PHP-FPM both persist in the process, so neither a callback nor the desk waits for a new one.
        $persistent = $this->isPostgres && PHP_SAPI !== 'cli' ? $name : null;
        $connection = $this->connect($persistent);
        if ($persistent !== null && !self::isAlive($connection)) {
            $connection = null;             // PDO opens a new connection only after this one has failed and been released
            $connection = $this->connect($persistent);
        }
        if (!$this->isPostgres) {
            // Readers and the writer do not block each other, and a commit is on the disk.
            $connection->exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
        }
        return $connection;
    }

    /** A connection may have died with its server. For a persistent one, this must not cost a callback. */
    private static function isAlive(PDO $connection): bool
    {
        try {
            return $connection->exec('SELECT 1') !== false;
        } catch (PDOException) {
            return false;
        }
    }

    /** @param ?string $persistent the name of a connection that persists in the process */
    protected function connect(?string $persistent): PDO
    {
        return new PDO($this->dsn, $this->user ?: null, $this->password ?: null, [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
            PDO::ATTR_EMULATE_PREPARES => false,
            PDO::ATTR_PERSISTENT => $persistent ?? false,
            PDO::ATTR_TIMEOUT => 5,
        ]);
    }
}
