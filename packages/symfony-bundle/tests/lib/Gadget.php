<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests\lib;

/** A class whose objects do something when they are unserialized. */
final class Gadget
{
    public static bool $isCreated = false;

    public function __wakeup(): void
    {
        self::$isCreated = true;
    }
}
