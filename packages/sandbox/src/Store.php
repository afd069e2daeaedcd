<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use Closure;
use PDO;
use Throwable;

/** The SQLite file that the workers and the courier share. */
final class Store
{
    private PDO $database;
    private bool $inTransaction = false;

    public function __construct(string $file)
    {
        $this->database = new PDO("sqlite:$file", options: [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
        ]);
        // A sandbox may lose its last writes in a power failure, but its clients must not wait for the disk.
        $this->database->exec('PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
    }

    public function createTables(): void
    {
        $this->database->exec((string) file_get_contents(__DIR__ . '/../schema.sql'));
    }

    /**
     * Runs $work as the only writer, and rolls back if it throws. Inside another transaction it joins that one.
     * @template T
     * @param Closure(): T $work
     * @return T
     */
    public function transaction(Closure $work): mixed
    {
        if ($this->inTransaction) {
            return $work();
        }
        // IMMEDIATE: a transaction that reads before it writes would fail if another one wrote in between.
        $this->database->exec('BEGIN IMMEDIATE');
        $this->inTransaction = true;
        try {
            $result = $work();
            $this->database->exec('COMMIT');
            return $result;
        } catch (Throwable $fault) {
            $this->database->exec('ROLLBACK');
            throw $fault;
        } finally {
            $this->inTransaction = false;
        }
    }

    /** @return list<array<string, mixed>> */
    public function rows(string $sql, mixed ...$values): array
    {
        $statement = $this->database->prepare($sql);
        $statement->execute($values);
        /** @var list<array<string, mixed>> */
        return $statement->fetchAll();
    }

    /** @return ?array<string, mixed> */
    public function row(string $sql, mixed ...$values): ?array
    {
        return $this->rows($sql, ...$values)[0] ?? null;
    }

    /** @return int the number of changed rows */
    public function write(string $sql, mixed ...$values): int
    {
        $statement = $this->database->prepare($sql);
        $statement->execute($values);
        return $statement->rowCount();
    }

    public function lastNumber(): int
    {
        return (int) $this->database->lastInsertId();
    }
}
