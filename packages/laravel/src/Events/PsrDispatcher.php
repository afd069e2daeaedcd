<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Events;

use Illuminate\Contracts\Container\Container;
use Illuminate\Contracts\Events\Dispatcher;
use Psr\EventDispatcher\EventDispatcherInterface;

/**
 * Passes the events of the ledger on to Laravel's listeners, or to those of Event::fake().
 *
 * @internal
 */
final readonly class PsrDispatcher implements EventDispatcherInterface
{
    public function __construct(private Container $container)
    {
    }

    public function dispatch(object $event): object
    {
        $this->container->make(Dispatcher::class)->dispatch($event);
        return $event;
    }
}
