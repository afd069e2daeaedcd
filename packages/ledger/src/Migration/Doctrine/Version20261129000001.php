<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Migration\Doctrine;

use Cotp\Ledger\Schema;
use Doctrine\DBAL\Platforms\AbstractMySQLPlatform;
use Doctrine\DBAL\Platforms\PostgreSQLPlatform;
use Doctrine\DBAL\Platforms\SQLitePlatform;
use Doctrine\DBAL\Schema\Schema as DoctrineSchema;
use Doctrine\Migrations\AbstractMigration;

/** Version 1 of the tables, for Doctrine Migrations. */
final class Version20261129000001 extends AbstractMigration
{
    public function getDescription(): string
    {
        return 'cotp/ledger, version 1';
    }

    public function up(DoctrineSchema $schema): void
    {
        $platform = $this->connection->getDatabasePlatform();
        $database = match (true) {
            $platform instanceof PostgreSQLPlatform => 'pgsql',
            $platform instanceof AbstractMySQLPlatform => 'mysql',
            $platform instanceof SQLitePlatform => 'sqlite',
            default => '',
        };
        $this->abortIf($database === '', 'cotp/ledger supports SQLite, PostgreSQL, MariaDB and MySQL.');
        foreach (Schema::statements(1, $database) as $statement) {
            $this->addSql($statement);
        }
    }

    public function down(DoctrineSchema $schema): void
    {
        // Without the tables, a question that was asked could be asked again.
        foreach (Schema::dropStatements() as $statement) {
            $this->addSql($statement);
        }
    }

    public function isTransactional(): bool
    {
        return !$this->connection->getDatabasePlatform() instanceof AbstractMySQLPlatform;
    }
}
