<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests\lib;

use Cotp\SymfonyBundle\CotpBundle;
use Doctrine\Bundle\DoctrineBundle\DoctrineBundle;
use Symfony\Bundle\FrameworkBundle\FrameworkBundle;
use Symfony\Bundle\FrameworkBundle\Kernel\MicroKernelTrait;
use Symfony\Bundle\MonologBundle\MonologBundle;
use Symfony\Bundle\TwigBundle\TwigBundle;
use Symfony\Bundle\WebProfilerBundle\WebProfilerBundle;
use Symfony\Component\DependencyInjection\Compiler\CompilerPassInterface;
use Symfony\Component\DependencyInjection\ContainerBuilder;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;
use Symfony\Component\HttpKernel\Kernel;
use Symfony\Component\Routing\Loader\Configurator\RoutingConfigurator;

/** A site with the bundle: its configuration is that of the test. */
final class TestKernel extends Kernel implements CompilerPassInterface
{
    use MicroKernelTrait;

    /**
     * @param array<string, mixed> $cotp the configuration of the bundle
     * @param array<string, array<string, mixed>> $more the configurations of other bundles
     */
    public function __construct(string $environment, private readonly array $cotp = [], private readonly array $more = [])
    {
        parent::__construct($environment, false);
    }

    public function registerBundles(): iterable
    {
        yield new FrameworkBundle();
        yield new MonologBundle();
        yield new TwigBundle();
        yield new WebProfilerBundle();
        isset($this->more['doctrine']) && yield new DoctrineBundle();
        yield new CotpBundle();
    }

    protected function configureContainer(ContainerConfigurator $container): void
    {
        $messenger = [
            'failure_transport' => 'failed',
            'transports' => [
                'sends' => ['dsn' => 'in-memory://?serialize=true', 'retry_strategy' => ['max_retries' => 3, 'delay' => 1000] + (self::hasJitter() ? ['jitter' => 0] : [])],
                'forms' => ['dsn' => 'in-memory://?serialize=true', 'serializer' => 'cotp.messenger.serializer'],
                'failed' => ['dsn' => 'in-memory://?serialize=true'],
            ],
            'routing' => [AskForCard::class => 'sends', QueuedForm::class => 'forms'],
        ];
        $container->extension('framework', array_replace_recursive([
            'secret' => 'test', 'http_method_override' => false, 'handle_all_throwables' => true, 'php_errors' => ['log' => false], 'test' => true,
            'router' => ['utf8' => true], 'messenger' => $messenger, 'serializer' => ['enabled' => true], 'profiler' => ['collect' => true],
            'property_access' => ['enabled' => true],
        ], $this->more['framework'] ?? []));
        $container->extension('monolog', ['handlers' => ['test' => ['type' => 'test', 'level' => 'debug']]]);
        $container->extension('web_profiler', ['toolbar' => true]);
        isset($this->more['doctrine']) && $container->extension('doctrine', $this->more['doctrine']);
        $this->cotp === [] || $container->extension('cotp', $this->cotp);
        $services = $container->services()->defaults()->autowire()->autoconfigure()->public();
        $services->set(AskForCardHandler::class);
        $services->set(BusyHandler::class);
        $services->set(QueuedFormHandler::class);
        $services->set(Site::class);
        $services->set(ManyHotels::class);
        $accounts = $this->cotp['accounts'] ?? [];
        is_array($accounts) && array_key_exists('lodge', $accounts) && $services->set(Services::class);
    }

    protected function configureRoutes(RoutingConfigurator $routes): void
    {
        $routes->import('@CotpBundle/config/routes.php');
        $routes->import('@WebProfilerBundle/Resources/config/routing/profiler.xml')->prefix('/_profiler');
        $routes->import('@WebProfilerBundle/Resources/config/routing/wdt.xml')->prefix('/_wdt');
        $routes->add('ask', '/ask/{booking}')->controller([Site::class, 'ask']);
    }

    /** Newer versions spread the pauses at random. */
    private static function hasJitter(): bool
    {
        return version_compare(self::VERSION, '7.1', '>=');
    }

    public function process(ContainerBuilder $container): void
    {
        foreach ($container->getDefinitions() as $id => $definition) {
            str_starts_with($id, 'monolog.handler.') && $definition->setPublic(true);
        }
        foreach (['cotp.accounts', 'cotp.verifier.default', 'serializer', 'cotp.messenger.serializer', 'messenger.retry_strategy_locator', 'profiler', 'cotp.ledger.pdo', 'cotp.command.work'] as $id) {
            $container->hasDefinition($id) && $container->getDefinition($id)->setPublic(true);
        }
    }

    public function getCacheDir(): string
    {
        return Folder::path() . '/cache-' . hash('xxh128', serialize([$this->environment, $this->cotp, $this->more]));
    }

    public function getLogDir(): string
    {
        return Folder::path();
    }

    public function getProjectDir(): string
    {
        return dirname(__DIR__, 2);
    }
}
