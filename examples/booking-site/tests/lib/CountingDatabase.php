<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use BookingSite\Database;
use PDO;

/** A database whose connections count their statements. */
final class CountingDatabase extends Database
{
    public function __construct(private string $dsnOfTest)
    {
        parent::__construct($dsnOfTest);
    }

    protected function connect(?string $persistent): PDO
    {
        return new CountingPdo($this->dsnOfTest, options: [PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC, PDO::ATTR_EMULATE_PREPARES => false]);
    }
}
