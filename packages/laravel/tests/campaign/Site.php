<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\campaign;

use Cotp\Laravel\CotpManager;
use Cotp\Laravel\Queue\AskForCard;
use Cotp\Ledger\Tests\lib\Php;
use Cotp\Laravel\Tests\lib\Program;
use Cotp\Laravel\Tests\lib\SiteFolder;
use Cotp\Laravel\Tests\lib\SiteTestCase;
use Cotp\Ledger\AskState;
use CotpForm;
use Illuminate\Contracts\Console\Kernel;
use Illuminate\Foundation\Application;
use Illuminate\Support\Facades\Artisan;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Queue;
use Illuminate\Support\Facades\Schema;
use PDO;
use Throwable;

/** The Laravel site of the campaign: its processes, and its queue on Redis. */
final class Site
{
    private readonly string $folder;
    /** @var array<string, string> */
    private readonly array $environment;
    public readonly Application $app;

    /** @param bool $hasPackage whether Laravel discovers the package */
    public function __construct(string $service, string $redis, bool $hasPackage)
    {
        $this->folder = SiteFolder::temporary();
        $hasPackage || file_put_contents("$this->folder/vendor/composer/installed.json", '{"packages": []}');
        $this->configure($redis);
        $environment = [
            'COTP_TEST_SITE' => $this->folder, 'COTP_BASE_URI' => "$service/api", 'COTP_API_KEY' => 'calm', 'QUEUE_CONNECTION' => 'redis', 'REDIS_CLIENT' => 'predis',
            'REDIS_QUEUE_RETRY_AFTER' => '5', 'CACHE_STORE' => 'array', 'APP_ENV' => 'local',
        ] + SiteTestCase::environment($this->folder);
        $url = (new Program($this->web('http://127.0.0.1:0'), "$this->folder/port.log"))->url();        // a free port, on which it is started again
        $this->environment = ['APP_URL' => $url] + $environment;
        $this->app = $this->boot();
        Schema::create('failed_jobs', static function (\Illuminate\Database\Schema\Blueprint $table): void {
            $table->id();
            $table->string('uuid')->unique();
            foreach (['connection', 'queue', 'payload', 'exception'] as $name) {
                $table->longText($name);
            }
            $table->timestamp('failed_at')->useCurrent();
        });
        DB::statement('PRAGMA journal_mode = WAL');
        $hasPackage && Artisan::call('migrate', ['--force' => true]);
    }

    private function configure(string $redis): void
    {
        mkdir("$this->folder/config");
        $default = ['scheme' => 'unix', 'path' => $redis, 'database' => 0];
        file_put_contents("$this->folder/config/database.php", '<?php return ' . var_export(['redis' => ['client' => 'predis', 'options' => [], 'default' => $default]], true) . ';');
        $package = var_export(dirname(__DIR__, 2) . '/config/cotp.php', true);
        file_put_contents("$this->folder/config/cotp.php", "<?php \$cotp = require $package;
            \$cotp['accounts']['default']['timeout'] = 3;
            \$cotp['accounts']['faulty'] = ['api_key' => 'faulty', 'callback_keys' => 'k2:' . base64_encode(str_repeat('f', 32))] + \$cotp['accounts']['default'];
            \$cotp['ledger']['settings'] = ['lease' => 6, 'first_look_up' => 5, 'longest_interval' => 20, 'look_ups_per_second' => 50];
            return \$cotp;");
    }

    private function boot(): Application
    {
        foreach ($this->environment as $name => $value) {
            putenv("$name=$value");
            $_ENV[$name] = $_SERVER[$name] = $value;
        }
        $app = require dirname(__DIR__) . '/app/bootstrap/app.php';
        $app instanceof Application || throw new \LogicException('bootstrap/app.php must return an application.');
        $app->make(Kernel::class)->bootstrap();
        return $app;
    }

    /** Starts the web server that receives the callbacks. */
    public function startWeb(): Program
    {
        return new Program($this->web($this->environment['APP_URL']), "$this->folder/web.log", $this->environment);
    }

    /** @return list<string> */
    private function web(string $url): array
    {
        return [...Php::command(), '-S', substr($url, 7), '-t', dirname(__DIR__) . '/app/public'];
    }

    /** @return \Closure(): Program */
    public function artisan(string ...$arguments): \Closure
    {
        $command = ['nice', ...Php::command(), dirname(__DIR__) . '/app/artisan', ...array_values($arguments)];
        return fn (): Program => new Program($command, "$this->folder/artisan.log", $this->environment);
    }

    /** Queues the question, until Redis has confirmed it: possibly twice. */
    public function ask(Question $question): void
    {
        $this->push(new AskForCard($question->key, new CotpForm(bookerId: 'hotel-42', email: $question->email), $question->account));
    }

    public function sendDirectly(Question $question, bool $hasMiddleware): void
    {
        $this->push(new DirectSend(new CotpForm(bookerId: 'hotel-42', email: $question->email), $hasMiddleware));
    }

    private function push(object $job): void
    {
        for ($attempt = 1;; $attempt++) {
            try {
                Queue::push($job);
                return;
            } catch (\Predis\Connection\ConnectionException $fault) {
                $attempt < 200 || throw $fault;
                usleep(50_000);
            }
        }
    }

    /** How many jobs wait, run or are delayed; null if Redis is away. */
    public function waiting(): ?int
    {
        try {
            return Queue::size();
        } catch (\Predis\Connection\ConnectionException) {
            return null;
        }
    }

    /**
     * Queues what was never sent again, as the sweep of a site does: a worker that is killed three times makes Laravel give
     * up a job.
     *
     * @param list<Question> $questions
     * @return list<string> the keys
     */
    public function sweep(array $questions): array
    {
        $swept = [];
        foreach ($questions as $question) {
            $state = $this->cotp()->account($question->account)->find($question->key)?->state;
            if ($state === null || $state === AskState::NotSent) {
                $this->ask($question);
                $swept[] = $question->key;
            }
        }
        return $swept;
    }

    /** @return array<string, int> how many jobs failed, by exception */
    public function failures(): array
    {
        $counts = [];
        foreach (DB::table('failed_jobs')->pluck('exception') as $exception) {
            $class = is_string($exception) ? (string) strtok($exception, ":\n") : '';
            $counts[$class] = ($counts[$class] ?? 0) + 1;
        }
        return $counts;
    }

    public function cotp(): CotpManager
    {
        return $this->app->make(CotpManager::class);
    }

    public function ledger(): PDO
    {
        return new PDO("sqlite:$this->folder/database/site.sqlite");
    }

    /** Whether the ledger has nothing to do any more: no callback waits, and no question is open. */
    public function isFinished(): bool
    {
        try {
            return DB::table('cotp_ledger_inbox')->whereNotNull('due_at')->doesntExist()
                && DB::table('cotp_ledger_question')->whereIn('state', ['reserved', 'sent'])->doesntExist()
                && DB::table('cotp_ledger_question')->where('state', 'ended')->where('notified', 0)->doesntExist();
        } catch (Throwable) {
            return false;
        }
    }
}
