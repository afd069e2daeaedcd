<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\DependencyInjection;

use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\Settings;
use Cotp\SymfonyBundle\FakeAccounts;
use Cotp\SymfonyBundle\Ledger\Doctrine;
use Cotp\SymfonyBundle\Ledger\LazyPdo;
use Cotp\SymfonyBundle\Ledger\LedgerFactory;
use Cotp\SymfonyBundle\Monolog\CotpProcessor;
use Cotp\SymfonyBundle\Profiler\CotpDataCollector;
use Cotp\SymfonyBundle\Serializer\CotpNormalizer;
use Cotp\Testing\FakeCotp;
use CotpCallbackVerifier;
use CotpRequest;
use Monolog\LogRecord;
use Symfony\Component\DependencyInjection\ContainerBuilder;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;
use Symfony\Component\DependencyInjection\Reference;
use Symfony\Component\Messenger\MessageBusInterface;
use Symfony\Component\Serializer\SerializerInterface;
use Symfony\Bundle\WebProfilerBundle\WebProfilerBundle;

use function Symfony\Component\DependencyInjection\Loader\Configurator\service;

/**
 * Registers the services.
 *
 * @internal
 */
final readonly class Registration
{
    /**
     * @param array{fake: bool, messenger: bool, environment: string, message_keys: mixed, account_provider: ?string,
     *     accounts: array<string, array<string, mixed>>, ledger: array<string, mixed>, settings: array<string, mixed>,
     *     policies: array<string, mixed>} $entries
     */
    public function __construct(private ContainerConfigurator $container, private ContainerBuilder $builder, private array $entries)
    {
    }

    public function register(): void
    {
        $this->container->parameters()->set('cotp.default_environment', 'production');
        $this->container->import('../config/services.php');
        $this->accounts();
        $this->ledger();
        $this->integrations();
    }

    private function accounts(): void
    {
        $this->builder->getDefinition('cotp.accounts')->setArguments([
            $this->entries['accounts'], $this->entries['environment'], $this->entries['fake'], new Reference('cotp.observer'),
        ]);
        $provider = $this->entries['account_provider'];
        if ($provider !== null) {
            $this->container->services()->alias(AccountProvider::class, $this->entries['fake'] ? $this->fakeAccounts($provider) : $provider);
            $this->builder->getDefinition('cotp.command.check')->replaceArgument(0, null);
            $this->builder->getDefinition('cotp.command.unknown')->replaceArgument(1, null);
            return;
        }
        $services = $this->container->services();
        foreach (array_keys($this->entries['accounts']) as $name) {
            // A class without a namespace is not guessed from the id of the service.
            $services->set("cotp.client.$name", $this->entries['fake'] ? FakeCotp::class : CotpRequest::class)->factory([service('cotp.accounts'), 'client'])->args([$name]);
            $services->set("cotp.verifier.$name", CotpCallbackVerifier::class)->factory([service('cotp.accounts'), 'verifier'])->args([$name]);
            $this->builder->registerAliasForArgument("cotp.client.$name", CotpRequest::class, $name);
            $this->builder->registerAliasForArgument("cotp.verifier.$name", CotpCallbackVerifier::class, $name);
        }
        $first = isset($this->entries['accounts']['default']) ? 'default' : array_key_first($this->entries['accounts']);
        if ($first !== null) {
            $services->alias(CotpRequest::class, "cotp.client.$first");
            $services->alias(CotpCallbackVerifier::class, "cotp.verifier.$first");
            $this->entries['fake'] && $services->alias(FakeCotp::class, "cotp.client.$first")->public();
        }
    }

    private function fakeAccounts(string $provider): string
    {
        $services = $this->container->services();
        $services->set(FakeCotp::class)->public();
        $services->set('cotp.fake_accounts', FakeAccounts::class)->args([service($provider), service(FakeCotp::class)]);
        return 'cotp.fake_accounts';
    }

    private function ledger(): void
    {
        $ledger = $this->entries['ledger'];
        $connection = $ledger['connection'] ?? null;
        if (is_string($connection)) {
            $this->builder->getDefinition('cotp.ledger.pdo')
                ->setFactory([Doctrine::class, 'pdo'])->setArguments([new Reference("doctrine.dbal.{$connection}_connection")]);
        } else {
            $this->builder->getDefinition('cotp.ledger.pdo')
                ->setFactory([LazyPdo::class, 'fromDsn'])->setArguments([$ledger['dsn'] ?? null, $ledger['user'] ?? null, $ledger['password'] ?? null]);
        }
        if (!self::isDynamic([$this->entries['settings'], $this->entries['policies']])) {
            LedgerFactory::settings($this->entries['settings']);       // throws now, not at the first use
            LedgerFactory::policies($this->entries['policies']);
        }
        $this->builder->getDefinition('cotp.ledger_factory')->setArguments([
            $ledger['secret'], $ledger['vault_keys'], $this->entries['settings'], $this->entries['policies'], $this->entries['fake'],
        ]);
    }

    private function integrations(): void
    {
        $services = $this->container->services();
        $this->container->parameters()->set('cotp.ledger.lease', $this->entries['settings']['lease'] ?? (new Settings())->lease);
        $this->container->parameters()->set('cotp.messenger', $this->entries['messenger'] && interface_exists(MessageBusInterface::class));
        if (interface_exists(MessageBusInterface::class)) {
            $this->container->import('../config/messenger.php');
            $this->builder->getDefinition('cotp.messenger.serializer')->replaceArgument(1, $this->entries['message_keys']);
        }
        if (interface_exists(SerializerInterface::class)) {
            $services->set('cotp.serializer.normalizer', CotpNormalizer::class)->tag('serializer.normalizer', ['priority' => 64]);
        }
        if (class_exists(LogRecord::class)) {
            // The last processor that runs: it also redacts what the others add.
            $services->set('cotp.monolog.processor', CotpProcessor::class)->tag('monolog.processor', ['priority' => -256]);
        }
        if (class_exists(WebProfilerBundle::class)) {
            $services->set('cotp.profiler', CotpDataCollector::class)
                ->tag('kernel.event_listener')
                ->tag('data_collector', ['id' => 'cotp', 'template' => '@Cotp/profiler.html.twig']);
        }
    }

    private static function isDynamic(mixed $value): bool
    {
        return is_array($value) ? array_filter($value, self::isDynamic(...)) !== [] : is_string($value);
    }
}
