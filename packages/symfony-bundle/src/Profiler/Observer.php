<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Profiler;

use Cotp\SymfonyBundle\Event\Attempted;
use CotpAttempt;
use Psr\EventDispatcher\EventDispatcherInterface;

/**
 * The observer of all clients: dispatches an event after each HTTP attempt.
 *
 * @internal
 */
final readonly class Observer
{
    public function __construct(private EventDispatcherInterface $events)
    {
    }

    public function __invoke(string $account, CotpAttempt $attempt): void
    {
        $this->events->dispatch(new Attempted($account, $attempt));
    }
}
