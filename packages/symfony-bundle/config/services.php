<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Symfony\Component\DependencyInjection\Loader\Configurator;

use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\Ledger;
use Cotp\SymfonyBundle\Accounts;
use Cotp\SymfonyBundle\Command;
use Cotp\SymfonyBundle\Controller\CallbackController;
use Cotp\SymfonyBundle\Ledger\LazyPdo;
use Cotp\SymfonyBundle\Ledger\LedgerFactory;
use Cotp\SymfonyBundle\Profiler\Observer;

return static function (ContainerConfigurator $container): void {
    $services = $container->services();
    $services->set('cotp.observer', Observer::class)->args([service('event_dispatcher')]);
    $services->set('cotp.accounts', Accounts::class);
    $services->alias(AccountProvider::class, 'cotp.accounts');

    $services->set('cotp.ledger.pdo', LazyPdo::class)->tag('kernel.reset', ['method' => 'reset']);
    $services->set('cotp.ledger_factory', LedgerFactory::class);
    $services->set('cotp.ledger', Ledger::class)->factory([service('cotp.ledger_factory'), 'create'])
        ->args([service('cotp.ledger.pdo'), service(AccountProvider::class), service('event_dispatcher'), service('logger')->nullOnInvalid(), service('clock')->nullOnInvalid()])
        ->tag('monolog.logger', ['channel' => 'cotp']);
    $services->alias(Ledger::class, 'cotp.ledger');

    $services->set(CallbackController::class)->args([service(AccountProvider::class), service('cotp.ledger'), service('event_dispatcher'), service('logger')->nullOnInvalid()])
        ->tag('controller.service_arguments')->tag('monolog.logger', ['channel' => 'cotp'])->public();

    $services->set('cotp.command.check', Command\CheckCommand::class)->args([service('cotp.accounts'), service('cotp.ledger')])->tag('console.command');
    $services->set('cotp.command.migrate', Command\MigrateCommand::class)->args([service('cotp.ledger.pdo')])->tag('console.command');
    $services->set('cotp.command.work', Command\WorkCommand::class)->args([service('cotp.ledger'), service('cotp.ledger.pdo'), service('logger')->nullOnInvalid()])
        ->tag('console.command')->tag('monolog.logger', ['channel' => 'cotp']);
    $services->set('cotp.command.unknown', Command\UnknownCommand::class)->args([service('cotp.ledger'), service('cotp.accounts')])->tag('console.command');
    $services->set('cotp.command.resolve', Command\ResolveCommand::class)->args([service('cotp.ledger')])->tag('console.command');
};
