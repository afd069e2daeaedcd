<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

use PDO;
use PDOException;
use RuntimeException;

/** PostgreSQL for the queue and for the ledger, so that a kill takes both away. */
final class Postgres implements Broker
{
    private ?Process $server = null;
    /** @var list<string> */
    private readonly array $as;
    private readonly string $bin;

    public function __construct(private readonly string $folder)
    {
        $bins = glob('/usr/lib/postgresql/*/bin') ?: throw new RuntimeException('PostgreSQL is missing');
        $this->bin = end($bins);
        mkdir("$folder/pg");
        chmod($folder, 0755);
        $this->as = posix_getuid() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', '--pdeathsig=INT'] : [];
        posix_getuid() === 0 && chown("$folder/pg", 'postgres');
        $command = [...$this->as, "$this->bin/initdb", '-D', "$folder/pg/data", '-U', 'campaign', '-A', 'trust', '-N', '--no-locale', '-E', 'UTF8'];
        (new Process('initdb', $command, [], $folder))->await() === 0 || throw new RuntimeException('initdb failed');
    }

    public function start(): void
    {
        $this->server = new Process('postgres', [
            ...$this->as, "$this->bin/postgres", '-D', "$this->folder/pg/data", '-k', "$this->folder/pg", '-c', 'listen_addresses=', '-c', 'max_connections=80',
        ], [], $this->folder);
        Process::until($this->isReady(...), 'PostgreSQL accepts connections');
        $admin = new PDO("pgsql:host=$this->folder/pg;dbname=postgres;user=campaign");
        if ($admin->query("SELECT 1 FROM pg_database WHERE datname = 'site'")->fetchColumn() === false) {
            $admin->exec('CREATE DATABASE site');
        }
    }

    /** The signal ends all of its processes at once, without saving: the next start has to recover. */
    public function kill(): void
    {
        $this->server?->end(SIGQUIT);
    }

    public function isReady(): bool
    {
        try {
            new PDO("pgsql:host=$this->folder/pg;dbname=postgres;user=campaign");
            return true;
        } catch (PDOException) {
            return false;
        }
    }

    public function ledgerDsn(): string
    {
        return "pgsql:host=$this->folder/pg;dbname=site;user=campaign";
    }

    public function address(): string
    {
        return "$this->folder/pg";
    }
}
