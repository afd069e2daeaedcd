<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

// Runs the worker, and kills it before a step: dying_worker.php STEP. Prints "alive" if there are fewer steps.

namespace BookingSite\Tests;

use BookingSite\Bookings;
use BookingSite\Database;
use BookingSite\Queue;
use BookingSite\Worker;
use CotpRequest;
use CotpRetention;
use CotpState;
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

final class DyingDatabase extends Database
{
    public function run(string $sql, array $values = []): PDOStatement
    {
        Steps::next();
        return parent::run($sql, $values);
    }

    public function begin(): void
    {
        Steps::next();
        parent::begin();
    }

    public function commit(): void
    {
        Steps::next();
        parent::commit();
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
$worker = new Worker($database, new Bookings($database), new Queue($database), $service);
$worker->sweep(time());
while ($worker->workOne(time())) {
    continue;
}
echo "alive\n";
