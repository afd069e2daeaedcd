<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests\Support;

use PDO;

/** The state of a sandbox. */
final class Database
{
    /** @return array<string, list<array<string, mixed>>> all rows by table */
    public static function rows(string $file): array
    {
        $database = new PDO("sqlite:$file", options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC]);
        $rows = [];
        foreach (self::query($database, "SELECT name FROM sqlite_master WHERE type = 'table'") as ['name' => $table]) {
            assert(is_string($table));
            $rows[$table] = self::query($database, "SELECT * FROM $table");
        }
        return $rows;
    }

    /** @return list<array<string, mixed>> */
    private static function query(PDO $database, string $query): array
    {
        $statement = $database->query($query);
        assert($statement !== false);
        /** @var list<array<string, mixed>> */
        return $statement->fetchAll();
    }
}
