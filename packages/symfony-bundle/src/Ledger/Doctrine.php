<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Ledger;

use Cotp\SymfonyBundle\Exception\ConfigurationException;
use Doctrine\DBAL\Connection;
use PDO;

/**
 * Uses the PDO of a Doctrine connection.
 *
 * @internal
 */
final class Doctrine
{
    public static function pdo(Connection $connection): LazyPdo
    {
        $driver = match ($connection->getParams()['driver'] ?? null) {
            'pdo_sqlite' => 'sqlite',
            'pdo_pgsql' => 'pgsql',
            'pdo_mysql' => 'mysql',
            default => throw new ConfigurationException('The entry "cotp.ledger.connection" must be a connection with the driver pdo_sqlite, pdo_pgsql or pdo_mysql.'),
        };
        $connect = static function () use ($connection): PDO {
            $pdo = $connection->getNativeConnection();
            return $pdo instanceof PDO ? $pdo : throw new ConfigurationException('The entry "cotp.ledger.connection" must be a connection with a PDO driver.');
        };
        return new LazyPdo($driver, $connect, $connection->close(...));
    }
}
