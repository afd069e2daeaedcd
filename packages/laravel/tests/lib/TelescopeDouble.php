<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\lib;

use Closure;

/** The one method of Laravel\Telescope\Telescope that the package calls. */
final class TelescopeDouble
{
    /** @var list<Closure> */
    public static array $filters = [];

    public static function filter(Closure $filter): void
    {
        self::$filters[] = $filter;
    }
}
