<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests\lib;

use Cotp\Ledger\Schema;
use PDO;

/** One of the databases: a real server for the whole run, with empty tables for each test. */
final class Engine
{
    public const NAMES = ['sqlite', 'pgsql', 'mysql'];
    /** @var array<string, self> */
    private static array $started = [];
    private static ?string $folder = null;
    private ?Server $server = null;
    /** The connection of the ledgers of the tests; another one sees only what they commit. */
    public readonly PDO $shared;
    public readonly PDO $other;

    private function __construct(public readonly string $name, public readonly string $dsn)
    {
        if ($name === 'sqlite') {
            $this->connect()->exec('PRAGMA journal_mode = WAL');
        }
        Schema::migrate($this->connect());
        $this->shared = $this->connect();
        $this->other = $this->connect();
    }

    public static function get(string $name): self
    {
        return self::$started[$name] ??= self::start($name);
    }

    /** Returns the folder of this run, in memory if possible: the servers keep their durable settings. */
    public static function folder(): string
    {
        if (self::$folder === null) {
            $parent = is_writable('/dev/shm') ? '/dev/shm' : sys_get_temp_dir();
            $folder = "$parent/cotp-ledger-" . bin2hex(random_bytes(6));
            mkdir($folder, 0755);
            self::$folder = $folder;
            $owner = getmypid();
            register_shutdown_function(static function () use ($folder, $owner): void {
                if (getmypid() === $owner) {
                    foreach (self::$started as $engine) {
                        $engine->server?->stop();
                    }
                    exec('rm -rf --one-file-system ' . escapeshellarg($folder));
                }
            });
        }
        return self::$folder;
    }

    private static function start(string $name): self
    {
        $server = match ($name) {
            'pgsql' => Server::postgres(self::folder()),
            'mysql' => Server::mariadb(self::folder()),
            default => null,
        };
        $engine = new self($name, $server->dsn ?? 'sqlite:' . self::folder() . '/ledger.db');
        $engine->server = $server;
        return $engine;
    }

    public function connect(): PDO
    {
        return new PDO($this->dsn, options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
    }

    /** Returns the DSN of a new, empty database. */
    public function newDatabase(): string
    {
        $name = 'd' . bin2hex(random_bytes(5));
        if ($this->server === null) {
            return 'sqlite:' . self::folder() . "/$name.db";
        }
        $this->connect()->exec("CREATE DATABASE $name");
        return (string) preg_replace('~dbname=\w+~', "dbname=$name", $this->dsn);
    }

    public function clear(): void
    {
        $pdo = $this->other;
        foreach (['question', 'inbox', 'history', 'archive', 'recipient', 'release'] as $table) {
            $pdo->exec("DELETE FROM cotp_ledger_$table");
        }
        $pdo->exec("UPDATE cotp_ledger_meta SET value = '1' WHERE name IN ('epoch', 'version')");
        $pdo->exec("UPDATE cotp_ledger_meta SET value = '0' WHERE name = 'next_look_up'");
    }
}
