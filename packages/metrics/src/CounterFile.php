<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics;

use PDO;
use Throwable;

/**
 * Counters that all processes of a machine share: PHP-FPM, queue workers and commands. They are rows of an SQLite file.
 *
 * @internal
 */
final class CounterFile
{
    private const BUSY_SECONDS = 1;
    private ?PDO $pdo = null;
    private int $process = 0;

    public function __construct(private readonly string $file)
    {
    }

    /** @param list<array{string, string, float}> $additions name, labels, and what is added; all of them or none */
    public function add(array $additions): void
    {
        $pdo = $this->connection();
        $pdo->exec('BEGIN IMMEDIATE');
        try {
            $statement = $pdo->prepare('INSERT INTO counter VALUES (?, ?, ?) ON CONFLICT (name, labels) DO UPDATE SET value = value + excluded.value');
            foreach ($additions as $addition) {
                $statement->execute($addition);
            }
            $pdo->exec('COMMIT');
        } catch (Throwable $fault) {
            $pdo->exec('ROLLBACK');
            throw $fault;
        }
    }

    /** @return array<string, array<string, float>> values by name and labels */
    public function all(): array
    {
        $values = [];
        $rows = $this->connection()->query('SELECT name, labels, value FROM counter ORDER BY name, labels');
        /** @var array{string, string, float} $row */
        foreach ($rows === false ? [] : $rows->fetchAll(PDO::FETCH_NUM) as $row) {
            $values[$row[0]][$row[1]] = $row[2];
        }
        return $values;
    }

    private function connection(): PDO
    {
        $process = (int) getmypid();
        if ($this->pdo === null || $this->process !== $process) {       // a connection must not be shared with a process that was forked
            $this->pdo = self::open($this->file);
            $this->process = $process;
        }
        return $this->pdo;
    }

    private static function open(string $file): PDO
    {
        $pdo = new PDO("sqlite:$file", options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => self::BUSY_SECONDS]);
        // A process that is killed damages nothing. Only a power failure may, and then the counters begin again anyway.
        $pdo->exec('PRAGMA synchronous = OFF');
        $pdo->exec('PRAGMA journal_mode = WAL');
        $pdo->exec('CREATE TABLE IF NOT EXISTS counter (name TEXT, labels TEXT, value REAL, PRIMARY KEY (name, labels)) WITHOUT ROWID');
        return $pdo;
    }
}
