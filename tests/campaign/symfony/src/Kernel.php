<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign\Symfony;

use Cotp\SymfonyBundle\CotpBundle;
use CotpRequest;
use Doctrine\Bundle\DoctrineBundle\DoctrineBundle;
use Symfony\Bundle\FrameworkBundle\FrameworkBundle;
use Symfony\Bundle\FrameworkBundle\Kernel\MicroKernelTrait;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;
use Symfony\Component\HttpKernel\Kernel as BaseKernel;
use Symfony\Component\Routing\Loader\Configurator\RoutingConfigurator;

use function Symfony\Component\DependencyInjection\Loader\Configurator\env;
use function Symfony\Component\DependencyInjection\Loader\Configurator\inline_service;

/**
 * A site that asks guests for cards in a queue. CAMPAIGN_SITE says what protects it: "ledger" (the package), "middleware"
 * (the package, but send() without the ledger), or "nothing" (send() without the package).
 */
final class Kernel extends BaseKernel
{
    use MicroKernelTrait;

    public function registerBundles(): iterable
    {
        yield new FrameworkBundle();
        getenv('CAMPAIGN_ENGINE') === 'pgsql' && yield new DoctrineBundle();
        self::site() !== 'nothing' && yield new CotpBundle();
    }

    protected function configureContainer(ContainerConfigurator $container): void
    {
        $retries = ['max_retries' => 10, 'delay' => 500, 'multiplier' => 1.5, 'max_delay' => 4000];
        $container->extension('framework', [
            'secret' => 'campaign', 'http_method_override' => false, 'handle_all_throwables' => true, 'php_errors' => ['log' => true], 'router' => ['utf8' => true],
            'messenger' => [
                // Without the package, the retries are Messenger's defaults.
                'transports' => ['sends' => ['dsn' => env('CAMPAIGN_TRANSPORT_DSN')] + (self::site() === 'nothing' ? [] : ['retry_strategy' => $retries])],
                'routing' => [Ask::class => 'sends'],
            ],
        ]);
        if (getenv('CAMPAIGN_ENGINE') === 'pgsql') {
            $container->extension('doctrine', ['dbal' => ['url' => env('CAMPAIGN_DATABASE_URL')]]);
        }
        $services = $container->services()->defaults()->autowire()->autoconfigure()->public();
        $services->set(AskCommand::class);
        if (self::site() !== 'nothing') {
            $accounts = array_fill_keys(explode(' ', (string) getenv('CAMPAIGN_ACCOUNTS')), ['timeout' => 2.0, 'retries' => 0]);
            $settings = ['lease' => 8, 'first_look_up' => 5, 'longest_interval' => 20, 'look_ups_per_second' => 50.0];
            $container->extension('cotp', ['accounts' => $accounts, 'ledger' => ['settings' => $settings]]);
        }
        if (self::site() === 'ledger') {
            $services->set(LedgerHandler::class);
            return;
        }
        $clients = [];
        foreach (explode(' ', (string) getenv('CAMPAIGN_ACCOUNTS')) as $name) {
            $prefix = 'COTP_' . strtoupper($name);
            $clients[$name] = inline_service(CotpRequest::class)->args([env("{$prefix}_API_KEY"), env("{$prefix}_BASE_URI"), 2.0, 1.0, 0]);
        }
        $services->set(SendHandler::class)->args([$clients]);
    }

    protected function configureRoutes(RoutingConfigurator $routes): void
    {
        self::site() === 'nothing' || $routes->import('@CotpBundle/config/routes.php');
    }

    public function getCacheDir(): string
    {
        return getenv('CAMPAIGN_FOLDER') . '/cache';
    }

    public function getLogDir(): string
    {
        return (string) getenv('CAMPAIGN_FOLDER');
    }

    private static function site(): string
    {
        return (string) getenv('CAMPAIGN_SITE');
    }
}
