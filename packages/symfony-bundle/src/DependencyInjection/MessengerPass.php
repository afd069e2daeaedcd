<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\DependencyInjection;

use Cotp\SymfonyBundle\Messenger\RetryAfterStrategy;
use Symfony\Component\DependencyInjection\Compiler\CompilerPassInterface;
use Symfony\Component\DependencyInjection\ContainerBuilder;
use Symfony\Component\DependencyInjection\Reference;

/**
 * Adds the middleware to all buses, as their first, and lets the retry strategies of all transports honor Retry-After.
 *
 * @internal
 */
final class MessengerPass implements CompilerPassInterface
{
    public function process(ContainerBuilder $container): void
    {
        if (!$container->hasParameter('cotp.messenger') || $container->getParameter('cotp.messenger') !== true) {
            return;
        }
        foreach (array_keys($container->findTaggedServiceIds('messenger.bus')) as $bus) {
            if ($container->hasParameter("$bus.middleware")) {
                $middleware = $container->getParameter("$bus.middleware");
                $container->setParameter("$bus.middleware", [['id' => 'cotp.messenger.middleware'], ...is_array($middleware) ? $middleware : []]);
            }
        }
        $strategies = $container->hasDefinition('messenger.retry_strategy_locator') ? $container->getDefinition('messenger.retry_strategy_locator')->getArgument(0) : [];
        foreach (is_array($strategies) ? $strategies : [] as $transport => $strategy) {
            if (!$strategy instanceof Reference) {
                continue;
            }
            $id = "cotp.messenger.retry_strategy.$transport";
            $container->register($id, RetryAfterStrategy::class)->setDecoratedService((string) $strategy)->setArguments([new Reference("$id.inner"), '%cotp.ledger.lease%']);
        }
    }
}
