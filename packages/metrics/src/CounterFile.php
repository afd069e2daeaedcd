<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics;

use PDO;
use PDOException;
use Throwable;

/**
 * Counters that all processes of a machine share: PHP-FPM, queue workers and commands. They are rows of an SQLite file.
 *
 * An observer runs while other requests of the process are transferred, so nothing here waits long: what cannot be written
 * is kept, and written later.
 *
 * @internal
 */
final class CounterFile
{
    private const BUSY_MILLISECONDS = 20;
    /** For a page, and for what is left at the end. */
    private const PATIENT_MILLISECONDS = 250;
    private const PAUSE_SECONDS = 5;

    /** @var array<string, array{PDO, int|false}> the connections of this process by file, with the inode at that time */
    private static array $connections = [];
    private static int $process = 0;

    /** @var array<string, array<string, float>> what is not written yet, by name and labels */
    private array $pending = [];
    private int $owner;
    private float $nextTry = 0.0;

    public function __construct(private readonly string $file)
    {
        $this->owner = (int) getmypid();
    }

    public function __destruct()
    {
        try {
            $this->forgetParent();
            $this->pending === [] || $this->write(self::PATIENT_MILLISECONDS);
        } catch (Throwable) {
            // It is lost. The first failure was reported.
        }
    }

    /**
     * Adds all of these or none. After a failure, the next try is made some seconds later.
     *
     * @param list<array{string, string, float}> $additions name, labels, and what is added
     */
    public function add(array $additions): void
    {
        $this->forgetParent();
        foreach ($additions as [$name, $labels, $value]) {
            $this->pending[$name][$labels] = ($this->pending[$name][$labels] ?? 0.0) + $value;
        }
        if (hrtime(true) / 1e9 >= $this->nextTry) {
            $this->nextTry = hrtime(true) / 1e9 + self::PAUSE_SECONDS;
            $this->write(self::BUSY_MILLISECONDS);
            $this->nextTry = 0.0;
        }
    }

    /**
     * Also writes, so that it fails if nothing can be counted.
     *
     * @return array<string, array<string, float>> values by name and labels
     */
    public function all(): array
    {
        $this->forgetParent();
        $this->pending['pages'][''] = ($this->pending['pages'][''] ?? 0.0) + 1.0;
        $this->write(self::PATIENT_MILLISECONDS);
        return $this->used(self::PATIENT_MILLISECONDS, static function (PDO $pdo): array {
            $values = [];
            $rows = $pdo->query('SELECT name, labels, value FROM counter ORDER BY name, labels');
            /** @var array{string, string, float} $row */
            foreach ($rows === false ? [] : $rows->fetchAll(PDO::FETCH_NUM) as $row) {
                $values[$row[0]][$row[1]] = $row[2];
            }
            return $values;
        });
    }

    private function write(int $milliseconds): void
    {
        $this->used($milliseconds, function (PDO $pdo): null {
            $pdo->exec('BEGIN IMMEDIATE');
            try {
                $statement = $pdo->prepare('INSERT INTO counter VALUES (?, ?, ?) ON CONFLICT (name, labels) DO UPDATE SET value = value + excluded.value');
                foreach ($this->pending as $name => $values) {
                    foreach ($values as $labels => $value) {
                        $statement->execute([$name, $labels, sprintf('%.9F', $value)]);     // a float would be rounded as php.ini says
                    }
                }
                $pdo->exec('COMMIT');
            } catch (Throwable $fault) {
                self::rollBack($pdo);
                throw $fault;
            }
            return null;
        });
        $this->pending = [];
    }

    /** Some failures end the transaction, so that there is none to roll back. */
    private static function rollBack(PDO $pdo): void
    {
        try {
            $pdo->exec('ROLLBACK');
        } catch (PDOException) {
            // The first failure says more.
        }
    }

    /**
     * @template T
     * @param callable(PDO): T $work
     * @return T
     */
    private function used(int $milliseconds, callable $work): mixed
    {
        try {
            return $work($this->connection($milliseconds));
        } catch (PDOException $fault) {
            unset(self::$connections[$this->file]);
            throw $fault;
        }
    }

    /** What the parent process has kept, it writes by itself. */
    private function forgetParent(): void
    {
        $process = (int) getmypid();
        if (self::$process !== $process) {
            // Closed before one is opened: SQLite would believe that the locks of the parent are those of this process.
            self::$connections = [];
            self::$process = $process;
        }
        if ($this->owner !== $process) {
            [$this->owner, $this->pending, $this->nextTry] = [$process, [], 0.0];
        }
    }

    private function connection(int $milliseconds): PDO
    {
        [$pdo, $inode] = self::$connections[$this->file] ?? [null, false];
        if ($pdo === null || $inode !== $this->inode()) {       // the file may have been moved or deleted
            unset($pdo, self::$connections[$this->file]);
            $pdo = self::open($this->file);
            self::$connections[$this->file] = [$pdo, $this->inode()];
        }
        $pdo->exec("PRAGMA busy_timeout = $milliseconds");
        return $pdo;
    }

    private static function open(string $file): PDO
    {
        $pdo = new PDO("sqlite:$file", options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => 0]);
        $pdo->exec('PRAGMA busy_timeout = ' . self::BUSY_MILLISECONDS);
        // A process that is killed damages nothing. Only a power failure may.
        $pdo->exec('PRAGMA synchronous = OFF');
        $pdo->exec('PRAGMA journal_mode = WAL');
        $pdo->exec('CREATE TABLE IF NOT EXISTS counter (name TEXT, labels TEXT, value REAL, PRIMARY KEY (name, labels)) WITHOUT ROWID');
        return $pdo;
    }

    private function inode(): int|false
    {
        clearstatcache(true, $this->file);
        return @fileinode($this->file);
    }
}
