<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\lib;

use Cotp\Ledger\Event\LedgerEvent;
use Illuminate\Contracts\Queue\ShouldQueue;

/** A listener that Laravel calls in a worker, so the event is in the queue. */
final class QueuedListener implements ShouldQueue
{
    public function handle(LedgerEvent $event): void
    {
    }
}
