<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

// Runs the worker, and kills it before a step: dying_worker.php STEP. Prints "alive" if there are fewer steps.

namespace BookingSite\Tests;

use BookingSite\Database;
use BookingSite\Settings;
use CotpRequest;
use CotpRetention;
use CotpState;
use PDO;
use PDOStatement;

require dirname(__DIR__, 2) . '/src/autoload.php';

final class Steps
{
    public static int $remaining = 0;

    public static function next(): void
    {
        if (--self::$remaining < 0) {
            posix_kill(posix_getpid(), SIGKILL);
        }
    }
}

/** Dies before and after each commit. */
final class DyingPdo extends PDO
{
    public function exec(string $statement): int|false
    {
        $statement === 'COMMIT' && Steps::next();
        $result = parent::exec($statement);
        $statement === 'COMMIT' && Steps::next();
        return $result;
    }
}

final class DyingDatabase extends Database
{
    public function run(string $sql, array $values = []): PDOStatement
    {
        Steps::next();
        return parent::run($sql, $values);
    }

    protected function connect(?string $persistent): PDO
    {
        return new DyingPdo((string) getenv('DATABASE_DSN'), options: [
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC, PDO::ATTR_EMULATE_PREPARES => false,
        ]);
    }
}

final class DyingService extends CotpRequest
{
    public function retrieve(string $request): CotpState
    {
        Steps::next();
        return parent::retrieve($request);
    }

    public function setRetention(string $cardUri, CotpRetention $policy): void
    {
        Steps::next();
        parent::setRetention($cardUri, $policy);
    }

    public function getRetention(string $cardUri): CotpRetention
    {
        Steps::next();
        return parent::getRetention($cardUri);
    }

    public function deleteCard(string $cardUri): void
    {
        Steps::next();
        parent::deleteCard($cardUri);
    }
}

Steps::$remaining = (int) $argv[1];
$database = new DyingDatabase((string) getenv('DATABASE_DSN'));
$service = new DyingService((string) getenv('PCIBOOKING_API_KEY'), (string) getenv('PCIBOOKING_BASE_URI'));
Settings::ledger($database, service: $service)->work();
echo "alive\n";
