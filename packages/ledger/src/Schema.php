<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

use Cotp\Ledger\Exception\NotDurable;
use Cotp\Ledger\Exception\SchemaMismatch;
use Cotp\Ledger\Internal\Database;
use Cotp\Ledger\Internal\Dialect;
use Cotp\Ledger\Internal\Row;
use PDO;
use PDOException;
use RuntimeException;

/** The tables of the ledger. */
final class Schema
{
    public const VERSION = 1;

    /**
     * Creates the tables, or brings them to the current version.
     *
     * @return int how many versions were applied
     */
    public static function migrate(PDO $pdo): int
    {
        $dialect = Dialect::of($pdo);
        $applied = 0;
        for ($version = self::version(new Database($pdo)) + 1; $version <= self::VERSION; $version++) {
            foreach (self::statements($version, $dialect->value) as $statement) {
                $pdo->exec($statement);
            }
            $applied++;
        }
        return $applied;
    }

    /**
     * Returns the statements of one version, for a migration tool.
     *
     * @param string $database sqlite, pgsql or mysql (also for MariaDB)
     * @return list<string>
     */
    public static function statements(int $version, string $database): array
    {
        $file = dirname(__DIR__) . sprintf('/migrations/sql/%04d.%s.sql', $version, $database);
        $sql = is_file($file) ? (string) file_get_contents($file) : throw new RuntimeException("Migration $version does not exist for the database \"$database\".");
        $sql = (string) preg_replace('~--.*$~m', '', $sql);
        return array_values(array_filter(array_map(trim(...), preg_split('~;\s*$~m', $sql) ?: []), static fn (string $statement): bool => $statement !== ''));
    }

    /**
     * Returns the statements that remove the tables, for a migration tool.
     *
     * @return list<string>
     */
    public static function dropStatements(): array
    {
        return array_map(
            static fn (string $table): string => "DROP TABLE cotp_ledger_$table",
            ['question', 'inbox', 'history', 'archive', 'recipient', 'release', 'meta'],
        );
    }

    /**
     * Checks the version of the tables and, if $isDurable, that the database does not forget commits. Returns the epoch.
     *
     * @internal
     */
    public static function check(Database $database, bool $isDurable): int
    {
        $settings = match ($database->dialect) {
            Dialect::Sqlite => "(SELECT synchronous FROM pragma_synchronous) AS a, (SELECT file FROM pragma_database_list WHERE name = 'main') AS b",
            Dialect::Pgsql => "current_setting('synchronous_commit') AS a, current_setting('fsync') AS b",
            Dialect::Mysql => '@@innodb_flush_log_at_trx_commit AS a, 1 AS b',
        };
        try {
            $row = $database->row("SELECT (SELECT value FROM cotp_ledger_meta WHERE name = 'version') AS version,"
                . " (SELECT value FROM cotp_ledger_meta WHERE name = 'epoch') AS epoch, $settings") ?? [];
        } catch (PDOException $fault) {
            throw self::version($database) === 0
                ? new SchemaMismatch('The tables of the ledger do not exist. Run its migrations: vendor/bin/cotp-ledger migrate, or those of your framework.', 0, $fault) : $fault;
        }
        $version = Row::int($row, 'version') ?? 0;
        if ($version !== self::VERSION) {
            throw new SchemaMismatch("The tables of the ledger have version $version, but this code requires version " . self::VERSION . '. '
                . ($version < self::VERSION ? 'Run the migrations of the ledger.' : 'Update the package cotp/ledger.'));
        }
        if ($isDurable) {
            self::checkDurability($database->dialect, Row::text($row, 'a') ?? '', Row::text($row, 'b') ?? '');
        }
        return Row::int($row, 'epoch') ?? throw new SchemaMismatch('The table cotp_ledger_meta has no epoch.');
    }

    private static function checkDurability(Dialect $dialect, string $first, string $second): void
    {
        $trouble = match ($dialect) {
            Dialect::Sqlite => match (true) {
                $second === '' => 'it is in memory or temporary',
                (int) $first < 2 => 'PRAGMA synchronous is not FULL',
                default => null,
            },
            Dialect::Pgsql => match (true) {
                $first === 'off' => 'synchronous_commit is off',
                $second === 'off' => 'fsync is off',
                default => null,
            },
            Dialect::Mysql => $first !== '1' ? "innodb_flush_log_at_trx_commit is $first, not 1" : null,
        };
        if ($trouble !== null) {
            throw new NotDurable("The database may forget commits: $trouble. A forgotten row lets a second message be sent.");
        }
    }

    /** Returns 0 if the tables do not exist. */
    private static function version(Database $database): int
    {
        $exists = match ($database->dialect) {
            Dialect::Sqlite => "SELECT count(*) AS n FROM sqlite_master WHERE type = 'table' AND name = 'cotp_ledger_meta'",
            Dialect::Pgsql => "SELECT count(*) AS n FROM pg_tables WHERE tablename = 'cotp_ledger_meta' AND schemaname = ANY (current_schemas(false))",
            Dialect::Mysql => "SELECT count(*) AS n FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'cotp_ledger_meta'",
        };
        if (Row::int($database->row($exists) ?? [], 'n') === 0) {
            return 0;
        }
        return Row::int($database->row("SELECT value FROM cotp_ledger_meta WHERE name = 'version'") ?? [], 'value') ?? 0;
    }
}
