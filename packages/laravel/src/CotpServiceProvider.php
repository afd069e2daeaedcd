<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel;

use CotpCallbackVerifier;
use CotpRequest;
use Cotp\Laravel\Console\CheckCommand;
use Cotp\Laravel\Console\ResolveCommand;
use Cotp\Laravel\Console\UnknownCommand;
use Cotp\Laravel\Console\WorkCommand;
use Cotp\Laravel\Http\CallbackController;
use Cotp\Laravel\Logging\LogTap;
use Cotp\Laravel\Queue\JobGuard;
use Cotp\Laravel\Telescope\RedactEntries;
use Cotp\Ledger\Ledger;
use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Contracts\Config\Repository;
use Illuminate\Contracts\Events\Dispatcher;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Contracts\Foundation\CachesRoutes;
use Illuminate\Queue\Events\JobExceptionOccurred;
use Illuminate\Queue\Events\JobQueueing;
use Illuminate\Routing\Router;
use Illuminate\Support\ServiceProvider;

/** Laravel discovers it: nothing has to be registered. */
final class CotpServiceProvider extends ServiceProvider
{
    public function register(): void
    {
        $this->mergeConfigFrom(__DIR__ . '/../config/cotp.php', 'cotp');
        $this->app->singleton(CotpManager::class);
        // Not shared here, because the manager keeps them, and Cotp::fake() replaces the manager.
        $this->app->bind(CotpRequest::class, static fn (Application $app): CotpRequest => $app->make(CotpManager::class)->client());
        $this->app->bind(CotpCallbackVerifier::class, static fn (Application $app): CotpCallbackVerifier => $app->make(CotpManager::class)->verifier());
        $this->app->bind(Ledger::class, static fn (Application $app): Ledger => $app->make(CotpManager::class)->ledger());
        $this->tapLogs($this->app->make(Repository::class));
    }

    /** Stops the site if an entry is wrong, with its name. */
    public function boot(CotpManager $cotp, Dispatcher $events, Router $router): void
    {
        if (!$cotp->configuration()->isUnset()) {
            $cotp->configuration()->check();
        }
        $events->listen(JobQueueing::class, [JobGuard::class, 'onQueueing']);
        $events->listen(JobExceptionOccurred::class, [JobGuard::class, 'onException']);
        $this->addRoute($cotp, $router);
        $this->loadMigrationsFrom(__DIR__ . '/../database/migrations');
        RedactEntries::register();
        if ($this->app->runningInConsole()) {
            $this->addConsole();
        }
    }

    /** Outside the group "web", so without sessions, cookies and CSRF tokens: the signed URL is the permission. */
    private function addRoute(CotpManager $cotp, Router $router): void
    {
        $path = $cotp->configuration()->callbackPath();
        if ($path === null || ($this->app instanceof CachesRoutes && $this->app->routesAreCached())) {
            return;
        }
        $router->post("$path/{account?}", CallbackController::class)
            ->middleware($cotp->configuration()->callbackMiddleware())
            ->withoutMiddleware(['Illuminate\Foundation\Http\Middleware\ValidateCsrfToken', 'Illuminate\Foundation\Http\Middleware\VerifyCsrfToken'])
            ->name('cotp.callback');
    }

    private function addConsole(): void
    {
        $this->commands([WorkCommand::class, UnknownCommand::class, ResolveCommand::class, CheckCommand::class]);
        $this->publishes([__DIR__ . '/../config/cotp.php' => $this->app->configPath('cotp.php')], 'cotp-config');
        $this->callAfterResolving(Schedule::class, function (Schedule $schedule): void {
            if (filter_var($this->app->make(Repository::class)->get('cotp.schedule'), FILTER_VALIDATE_BOOL)) {
                $schedule->command('cotp:work --seconds=55')->everyMinute()->runInBackground();
            }
        });
    }

    private function tapLogs(Repository $config): void
    {
        $channels = $config->get('logging.channels');
        foreach ($config->get('cotp.log') && is_array($channels) ? array_keys($channels) : [] as $name) {
            $taps = $config->get("logging.channels.$name.tap");
            $taps = is_array($taps) ? $taps : [];
            in_array(LogTap::class, $taps, true) || $config->set("logging.channels.$name.tap", [...$taps, LogTap::class]);
        }
    }
}
