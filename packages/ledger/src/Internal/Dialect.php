<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use Cotp\Ledger\Exception\WrongConnection;
use PDO;

/**
 * The differences between the databases.
 *
 * @internal
 */
enum Dialect: string
{
    case Sqlite = 'sqlite';
    case Pgsql = 'pgsql';
    case Mysql = 'mysql';

    public static function of(PDO $pdo): self
    {
        $driver = $pdo->getAttribute(PDO::ATTR_DRIVER_NAME);
        return (is_string($driver) ? self::tryFrom($driver) : null)
            ?? throw new WrongConnection('The ledger supports the PDO drivers sqlite, pgsql and mysql.');
    }

    /** Returns the clock of the database, in Unix milliseconds. It has no time zone, so it does not jump in autumn. */
    public function now(): string
    {
        return match ($this) {
            self::Sqlite => "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
            self::Pgsql => 'CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)',
            self::Mysql => "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000",
        };
    }

    /** Returns the clause that locks selected rows. In SQLite, the transaction locks everything. */
    public function forUpdate(): string
    {
        return $this === self::Sqlite ? '' : 'FOR UPDATE';
    }

    /** Returns the clause that locks selected rows, and skips rows that another worker has locked. */
    public function forUpdateSkipLocked(): string
    {
        return $this === self::Sqlite ? '' : 'FOR UPDATE SKIP LOCKED';
    }

    public function begin(): string
    {
        // SQLite: a transaction that begins with a read may fail to get the write lock later.
        return $this === self::Sqlite ? 'BEGIN IMMEDIATE' : 'BEGIN';
    }

    /**
     * Returns whether the error says that the row exists already.
     *
     * @param array<mixed> $error PDOException::$errorInfo
     */
    public function isDuplicate(array $error): bool
    {
        return match ($this) {
            self::Sqlite => ($error[1] ?? 0) === 19 && str_contains(self::text($error), 'UNIQUE'),
            self::Pgsql => ($error[0] ?? '') === '23505',
            self::Mysql => ($error[1] ?? 0) === 1062,
        };
    }

    /**
     * Returns whether the transaction failed only because of others.
     *
     * @param array<mixed> $error PDOException::$errorInfo
     */
    public function isConflict(array $error): bool
    {
        return match ($this) {
            self::Sqlite => in_array($error[1] ?? 0, [5, 6], true),
            self::Pgsql => in_array($error[0] ?? '', ['40001', '40P01', '55P03'], true),
            self::Mysql => in_array($error[1] ?? 0, [1205, 1213], true),
        };
    }

    /** @param array<mixed> $error */
    public function isTransactionOpen(array $error): bool
    {
        return $this === self::Sqlite && str_contains(self::text($error), 'within a transaction');
    }

    /** @param array<mixed> $error */
    private static function text(array $error): string
    {
        return is_string($error[2] ?? null) ? $error[2] : '';
    }
}
