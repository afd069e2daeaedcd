<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use PHPUnit\Framework\TestCase;

/** A test over real HTTP, with a real sandbox. Most tests run on each database; each of their sites has a database of its own. */
abstract class SiteTestCase extends TestCase
{
    /** @return array<string, array{string}> */
    final public static function databases(): array
    {
        return ['SQLite' => ['SQLite'], 'PostgreSQL' => ['PostgreSQL']];
    }
}
