<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use Closure;
use Cotp\Ledger\Exception\TransactionOpen;
use Cotp\Ledger\Exception\WrongConnection;
use PDO;
use PDOException;
use PDOStatement;
use Throwable;

/**
 * The connection of the ledger. Every write is a transaction of its own, which is committed when the method returns.
 *
 * @internal
 */
final class Database
{
    private const MOST_CONFLICTS = 20;
    public readonly Dialect $dialect;
    private bool $isInTransaction = false;

    public function __construct(private readonly PDO $pdo)
    {
        $this->dialect = Dialect::of($pdo);
        if ($pdo->getAttribute(PDO::ATTR_ERRMODE) !== PDO::ERRMODE_EXCEPTION) {
            throw new WrongConnection('The ledger requires PDO::ATTR_ERRMODE to be PDO::ERRMODE_EXCEPTION, because no error may go unnoticed.');
        }
        if ($pdo->getAttribute(PDO::ATTR_CASE) !== PDO::CASE_NATURAL) {
            throw new WrongConnection('The ledger requires PDO::ATTR_CASE to be PDO::CASE_NATURAL.');
        }
        if ($this->dialect === Dialect::Mysql && !in_array($pdo->getAttribute(PDO::ATTR_AUTOCOMMIT), [1, true], true)) {
            throw new WrongConnection('The ledger requires PDO::ATTR_AUTOCOMMIT to be on: without it, every query begins a transaction.');
        }
    }

    /** @throws TransactionOpen when the caller has begun a transaction */
    public function refuseOpenTransaction(): void
    {
        if (!$this->isInTransaction && $this->pdo->inTransaction()) {
            throw self::transactionOpen();
        }
    }

    /**
     * Commits all of $work, or nothing if it throws. $work must only use the database, because it is called again after
     * a deadlock.
     *
     * @template T
     * @param Closure(): T $work
     * @return T
     */
    public function transaction(Closure $work): mixed
    {
        for ($conflicts = 1;; $conflicts++) {
            $this->begin();
            try {
                $result = $work();
                $this->pdo->exec('COMMIT');
                $this->isInTransaction = false;
                return $result;
            } catch (Throwable $fault) {
                $this->rollBack();
                if ($conflicts >= self::MOST_CONFLICTS || !$fault instanceof PDOException || !$this->dialect->isConflict($fault->errorInfo ?? [])) {
                    throw $fault;
                }
                usleep(random_int(0, 2000 * $conflicts));
            }
        }
    }

    /**
     * Executes one statement, in a transaction of its own unless one is open.
     *
     * @param array<string, int|string|null> $values
     * @return int the number of rows that changed
     */
    public function write(string $sql, array $values = []): int
    {
        return $this->isInTransaction ? $this->run($sql, $values)->rowCount() : $this->transaction(fn (): int => $this->run($sql, $values)->rowCount());
    }

    /**
     * Inserts a row, in a transaction of its own. Returns false if it exists already.
     *
     * @param array<string, int|string|null> $values
     */
    public function insert(string $sql, array $values): bool
    {
        try {
            return $this->write($sql, $values) === 1;
        } catch (PDOException $fault) {
            if ($this->isInTransaction || !$this->dialect->isDuplicate($fault->errorInfo ?? [])) {
                throw $fault;
            }
            return false;
        }
    }

    /**
     * @param array<string, int|string|null> $values
     * @return ?array<string, mixed>
     */
    public function row(string $sql, array $values = []): ?array
    {
        return $this->rows($sql, $values)[0] ?? null;
    }

    /**
     * @param array<string, int|string|null> $values
     * @return list<array<string, mixed>>
     */
    public function rows(string $sql, array $values = []): array
    {
        /** @var list<array<string, mixed>> */
        return $this->run($sql, $values)->fetchAll(PDO::FETCH_ASSOC);
    }

    /** @param array<string, int|string|null> $values */
    private function run(string $sql, array $values): PDOStatement
    {
        $statement = $this->pdo->prepare($sql);
        foreach ($values as $name => $value) {
            $statement->bindValue($name, $value, match (true) {
                is_int($value) => PDO::PARAM_INT,
                $value === null => PDO::PARAM_NULL,
                default => PDO::PARAM_STR,
            });
        }
        $statement->execute();
        return $statement;
    }

    private function begin(): void
    {
        $this->refuseOpenTransaction();
        try {
            $this->pdo->exec($this->dialect->begin());
        } catch (PDOException $fault) {
            // PDO does not know of a transaction that SQL began in SQLite.
            throw $this->dialect->isTransactionOpen($fault->errorInfo ?? []) ? self::transactionOpen() : $fault;
        }
        $this->isInTransaction = true;
    }

    private function rollBack(): void
    {
        $this->isInTransaction = false;
        try {
            $this->pdo->exec('ROLLBACK');
        } catch (PDOException) {
            // The connection is gone, and the transaction with it.
        }
    }

    private static function transactionOpen(): TransactionOpen
    {
        return new TransactionOpen('The connection of the ledger has an open transaction. A rollback would erase the memory of a message that was'
            . ' sent: give the ledger a connection of its own, or call it after the commit.');
    }
}
