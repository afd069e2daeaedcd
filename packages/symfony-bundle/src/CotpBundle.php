<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle;

use Cotp\SymfonyBundle\DependencyInjection\Definition;
use Cotp\SymfonyBundle\DependencyInjection\Entries;
use Cotp\SymfonyBundle\DependencyInjection\MessengerPass;
use Cotp\SymfonyBundle\DependencyInjection\Registration;
use Symfony\Component\Config\Definition\Configurator\DefinitionConfigurator;
use Symfony\Component\DependencyInjection\ContainerBuilder;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;
use Symfony\Component\HttpKernel\Bundle\AbstractBundle;

/** PCI Booking's Card Over The Phone in Symfony. */
final class CotpBundle extends AbstractBundle
{
    public function configure(DefinitionConfigurator $definition): void
    {
        Definition::build($definition);
    }

    public function build(ContainerBuilder $container): void
    {
        // Before Messenger reads the middleware of its buses.
        $container->addCompilerPass(new MessengerPass(), priority: 10);
    }

    /** @param array<string, mixed> $config */
    public function loadExtension(array $config, ContainerConfigurator $container, ContainerBuilder $builder): void
    {
        (new Registration($container, $builder, Entries::complete($config, $builder->getParameter('kernel.environment') === 'test')))->register();
    }
}
