<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Event;

use CotpCallback;

/** A verified callback was stored. Nothing is known about the question until the ledger has looked it up. */
final readonly class CallbackStored
{
    public function __construct(public string $account, public CotpCallback $callback)
    {
    }
}
