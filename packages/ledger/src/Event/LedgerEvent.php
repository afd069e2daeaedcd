<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Event;

use Cotp\Ledger\Ask;

/** The base class of all events. They contain key, reference, request id and status, but no address and no card token. */
abstract readonly class LedgerEvent
{
    public function __construct(public Ask $ask)
    {
    }
}
