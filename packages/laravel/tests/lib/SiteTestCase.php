<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\lib;

use Closure;
use Cotp\Laravel\CotpManager;
use Cotp\Laravel\CotpServiceProvider;
use CotpForm;
use Illuminate\Contracts\Console\Kernel;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Bootstrap\HandleExceptions;
use Illuminate\Http\Request;
use Illuminate\Queue\Console\WorkCommand;
use Illuminate\Support\Facades\Artisan;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Facade;
use Illuminate\Support\Facades\Schema;
use PHPUnit\Framework\TestCase;
use Symfony\Component\HttpFoundation\Response;
use Throwable;

/** A Laravel site in this process, which has discovered the package. */
abstract class SiteTestCase extends TestCase
{
    protected const KEY = 'booking-4711/card';
    protected const SECRET = '0123456789abcdef0123456789abcdef';
    protected Application $app;
    protected string $folder;
    /** @var array<string, string|false> what the variables were before */
    private array $before = [];

    /** @param array<string, string> $environment */
    protected function boot(array $environment = []): void
    {
        $this->folder = SiteFolder::temporary();
        foreach (self::environment($this->folder) + ['COTP_TEST_SITE' => $this->folder] as $name => $value) {
            $this->set($name, $environment[$name] ?? $value);
        }
        array_walk($environment, fn (string $value, string $name) => $this->set($name, $value));
        $app = require dirname(__DIR__) . '/app/bootstrap/app.php';
        self::assertInstanceOf(Application::class, $app);
        $this->app = $app;
        $app->make(Kernel::class)->bootstrap();
        self::assertTrue($app->providerIsLoaded(CotpServiceProvider::class), 'Laravel has discovered the package.');
    }

    /** @return array<string, string> the variables of a site with everything set */
    public static function environment(string $folder): array
    {
        return [
            'APP_ENV' => 'testing', 'APP_KEY' => 'base64:' . base64_encode(str_repeat('k', 32)), 'APP_URL' => 'http://127.0.0.1:8000',
            'DB_CONNECTION' => 'sqlite', 'DB_DATABASE' => "$folder/database/site.sqlite", 'QUEUE_CONNECTION' => 'database',
            'CACHE_STORE' => 'array', 'SESSION_DRIVER' => 'array', 'LOG_CHANNEL' => 'single',
            'COTP_API_KEY' => 'a-key', 'COTP_BASE_URI' => 'http://127.0.0.1:1/api', 'COTP_CALLBACK_KEYS' => 'k:' . self::SECRET, 'COTP_LEDGER_SECRET' => self::SECRET,
        ];
    }

    protected function tearDown(): void
    {
        isset($this->app) && $this->app->flush();
        Facade::clearResolvedInstances();
        HandleExceptions::flushState($this);
        WorkCommand::flushState();
        foreach ($this->before as $name => $value) {
            putenv($value === false ? $name : "$name=$value");
            unset($_ENV[$name], $_SERVER[$name]);
        }
        $this->before = [];
    }

    private function set(string $name, string $value): void
    {
        $this->before[$name] ??= getenv($name);
        putenv("$name=$value");
        $_ENV[$name] = $_SERVER[$name] = $value;
    }

    protected function migrate(): void
    {
        self::assertSame(0, Artisan::call('migrate', ['--force' => true]), Artisan::output());
    }

    /** Creates the tables of Laravel's queue, as the migrations of a site do. */
    protected function createQueue(): void
    {
        Schema::create('jobs', static function (Blueprint $table): void {
            $table->id();
            $table->string('queue')->index();
            $table->longText('payload');
            $table->unsignedTinyInteger('attempts');
            $table->unsignedInteger('reserved_at')->nullable();
            $table->unsignedInteger('available_at');
            $table->unsignedInteger('created_at');
        });
        Schema::create('failed_jobs', static function (Blueprint $table): void {
            $table->id();
            $table->string('uuid')->unique();
            $table->text('connection');
            $table->text('queue');
            $table->longText('payload');
            $table->longText('exception');
            $table->timestamp('failed_at')->useCurrent();
        });
    }

    /** Runs the jobs that are due, as a worker with three tries does. */
    protected function runWorker(int $tries = 3): void
    {
        Artisan::call('queue:work', ['--stop-when-empty' => true, '--tries' => $tries, '--sleep' => 0]);
    }

    /** @return list<\stdClass> the rows of a table */
    protected function rows(string $table): array
    {
        /** @var list<\stdClass> */
        return DB::table($table)->get()->all();
    }

    protected function manager(): CotpManager
    {
        return $this->app->make(CotpManager::class);
    }

    protected function post(string $url, string $body = ''): Response
    {
        return $this->app->make(\Illuminate\Contracts\Http\Kernel::class)->handle(Request::create($url, 'POST', content: $body));
    }

    protected static function form(string $email = 'guest@example.com'): CotpForm
    {
        return new CotpForm(bookerId: 'hotel-42', email: $email);
    }

    /** @return Closure(string): CotpForm */
    protected static function formFor(string $email = 'guest@example.com'): Closure
    {
        return static fn (string $url): CotpForm => self::form($email)->with(callbackUrl: $url);
    }

    /**
     * @template T of Throwable
     * @param class-string<T> $class
     * @param Closure(): mixed $call
     * @return T
     */
    protected static function thrown(string $class, Closure $call): Throwable
    {
        try {
            $call();
        } catch (Throwable $fault) {
            self::assertInstanceOf($class, $fault, $fault->getMessage() . "\n" . $fault->getTraceAsString());
            return $fault;
        }
        self::fail("$class was not thrown.");
    }
}
