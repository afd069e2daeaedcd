<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use PDO;
use RuntimeException;

/** A PostgreSQL server for the tests, in a temporary folder and reachable only through its socket. */
final class Postgres
{
    public Program $program;
    private string $folder;
    /** @var list<string> PostgreSQL refuses to run as root. */
    private array $as;
    private int $databases = 0;

    /** @param list<string> $settings */
    public function __construct(private array $settings = [])
    {
        $this->folder = sys_get_temp_dir() . '/cotp-postgres-' . bin2hex(random_bytes(6));
        mkdir($this->folder, 0755);
        $isRoot = posix_getuid() === 0;
        $isRoot && chown($this->folder, 'postgres');
        $this->as = $isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups'] : [];
        $initdb = new Program([...$this->as, self::binary('initdb'), '-D', "$this->folder/data", '-U', 'site', '-A', 'trust', '-N', '--no-locale', '-E', 'UTF8']);
        [$status, $output] = $initdb->awaitEnd();
        $status === 0 || throw new RuntimeException("initdb: $output");
        $this->start();
    }

    /** Starts the server, also after a crash: then it recovers by itself. */
    public function start(): void
    {
        $command = [
            ...$this->as, self::binary('postgres'), '-D', "$this->folder/data", '-k', $this->folder, '-c', 'listen_addresses=', '-c', 'max_connections=100',
            ...$this->settings,
        ];
        await(function () use ($command): bool {
            $this->program = new Program($command, stopSignal: SIGINT);         // "fast" shutdown: closes open connections
            $match = $this->program->awaitOutput('/ready to accept connections|pre-existing shared memory block/');
            return $match[0] === 'ready to accept connections';       // otherwise the processes of a killed server are still running
        }, 'PostgreSQL starts');
    }

    /** @return string the DSN of a new, empty database */
    public function newDatabase(): string
    {
        $name = 'site' . ++$this->databases;
        (new PDO("pgsql:host=$this->folder;dbname=postgres;user=site"))->exec("CREATE DATABASE $name");
        return "pgsql:host=$this->folder;dbname=$name;user=site";
    }

    public function __destruct()
    {
        $this->program->stop();
        (new Program(['rm', '-rf', '--one-file-system', $this->folder]))->awaitEnd();
    }

    private static function binary(string $name): string
    {
        $found = glob("/usr/lib/postgresql/*/bin/$name") ?: [];
        return end($found) ?: throw new RuntimeException("PostgreSQL is missing: no $name in /usr/lib/postgresql");
    }
}
