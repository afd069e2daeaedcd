<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSoak;

use BookingSite\Database;
use BookingSite\Tests\Http;
use BookingSite\Tests\Postgres;
use BookingSite\Tests\Program;
use BookingSite\Tests\Sandbox;
use BookingSite\Tests\Site;
use BookingSite\Tests\WebServer;
use PDO;
use RuntimeException;
use Throwable;

use function BookingSite\Tests\await;
use function BookingSite\Tests\phpCommand;

/** All programs: PostgreSQL, nginx, PHP-FPM, the site's workers and the sandbox. Each can be restarted. */
final class Fleet
{
    private const WORKERS = 2;

    public readonly Postgres $postgres;
    public readonly WebServer $web;
    public Sandbox $sandbox;
    /** @var array<int, Program> */
    public array $workers = [];
    /** @var array<string, string> the site's */
    public readonly array $environment;
    public readonly string $sandboxFile;
    /** The file that records the forms that the agents submitted. */
    public readonly string $forms;
    /** @var list<string> */
    private array $sandboxOptions;
    private string $folder;

    public function __construct()
    {
        $this->folder = sys_get_temp_dir() . '/cotp-soak-' . bin2hex(random_bytes(6));
        mkdir("$this->folder/web", 0700, true);
        $this->forms = "$this->folder/forms";
        touch($this->forms);
        $this->postgres = new Postgres([]);
        $this->sandboxFile = "$this->folder/sandbox.sqlite";
        $this->sandboxOptions = ['--db', $this->sandboxFile, '--listen', WebServer::ownAddress(), '--callback-attempts', '6'];
        $this->startSandbox();
        array_push($this->sandboxOptions, '--port', (string) parse_url($this->sandbox->url, PHP_URL_PORT));
        $this->environment = [
            'PCIBOOKING_API_KEY' => 'key-' . bin2hex(random_bytes(16)),
            'PCIBOOKING_BASE_URI' => "{$this->sandbox->url}/api",
            'COTP_CALLBACK_SECRET' => 'k1:' . base64_encode(random_bytes(32)),
            'LEDGER_SECRET' => base64_encode(random_bytes(32)),
            'DATABASE_DSN' => $this->postgres->newDatabase(),
            'POLL_SECONDS' => '5',
            'RETENTION_DAYS' => '1000',         // the sandbox's days pass faster than the site's
            'DESK_PASSWORD' => '',
        ];
        $this->database()->createTables();
        $this->web = new WebServer("$this->folder/web", $this->environment);
        $this->supervise();
    }

    public function __destruct()
    {
        foreach ([...$this->workers, $this->web->nginx, $this->web->fpm, $this->sandbox->program] as $program) {
            $program->stop();
        }
        (new Program(['rm', '-rf', '--one-file-system', $this->folder]))->awaitEnd();
    }

    /** Returns a new connection each time, because the last one may be broken. */
    public function database(): Database
    {
        return new Database($this->environment['DATABASE_DSN']);
    }

    public function sandboxDatabase(): PDO
    {
        return new PDO("sqlite:$this->sandboxFile", options: [PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC, PDO::ATTR_TIMEOUT => 30]);
    }

    public function startSandbox(): void
    {
        $this->sandbox = new Sandbox($this->sandboxOptions);
    }

    /** Restarts the workers that have ended, as the supervisor of an operator does. */
    public function supervise(): void
    {
        for ($number = 0; $number < self::WORKERS; $number++) {
            if (!isset($this->workers[$number]) || !$this->workers[$number]->isRunning()) {
                isset($this->workers[$number]) && $this->keepLog($this->workers[$number]);
                $this->workers[$number] = new Program([...phpCommand(), Site::folder() . '/worker.php'], $this->environment, SIGTERM);
            }
        }
    }

    /** Only workers may end by themselves, and only when their database does. */
    public function checkAllRun(): void
    {
        foreach ([$this->postgres->program, $this->sandbox->program, $this->web->fpm, $this->web->nginx] as $program) {
            $program->isRunning() || throw new RuntimeException('a program ended by itself: ' . $program->output());
        }
    }

    /** Waits for that time, and supervises the workers meanwhile. */
    public function pass(float $seconds): void
    {
        $end = hrtime(true) + (int) ($seconds * 1e9);
        do {
            usleep(50_000);
            $this->supervise();
        } while (hrtime(true) < $end);
    }

    public function awaitDatabase(): void
    {
        await(function (): bool {
            try {
                return $this->database()->row('SELECT 1 AS yes') !== null;
            } catch (Throwable) {
                return false;
            }
        }, 'PostgreSQL accepts connections');
    }

    /** Advances the clock of the sandbox. */
    public function skip(int $seconds): void
    {
        Http::post("{$this->sandbox->url}/sandbox/clock", json_encode(['advance' => $seconds]));
    }

    /** Waits until a program has ended, and keeps its output. */
    public function awaitEnd(Program $program): void
    {
        $program->awaitEnd();
        $this->keepLog($program);
    }

    /** @return string what all of the site's programs have written */
    public function logs(): string
    {
        array_map($this->keepLog(...), [...$this->workers, $this->web->fpm, $this->web->nginx, $this->postgres->program]);
        return implode("\n", array_map(file_get_contents(...), ["$this->folder/programs.log", ...glob("$this->folder/web/*.log")]));
    }

    private function keepLog(Program $program): void
    {
        file_put_contents("$this->folder/programs.log", $program->output(), FILE_APPEND);
    }
}
