<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests\lib;

final readonly class AskForCard
{
    public function __construct(public string $booking, public bool $withLedger = true, public bool $hasBusyHandler = false)
    {
    }
}
