<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests\lib;

use PDO;
use PDOException;
use RuntimeException;

/** A database server in a temporary folder, reachable only through its Unix socket, as an unprivileged user. */
final class Server
{
    /** @var resource */
    private $process;

    /** @param list<string> $command */
    private function __construct(public readonly string $dsn, array $command, string $adminDsn, private readonly string $log)
    {
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['file', $log, 'a'], ['file', $log, 'a']], $pipes);
        $this->process = is_resource($process) ? $process : throw new RuntimeException("cannot start $command[0]");
        $admin = Wait::until(fn (): ?PDO => $this->tryToConnect($adminDsn), "the server of $adminDsn accepts connections", 60);
        $admin->exec('CREATE DATABASE ledger');
    }

    public static function postgres(string $folder): self
    {
        $as = self::prepare("$folder/pg", 'postgres');
        self::run([...$as, self::find('/usr/lib/postgresql/*/bin/initdb'), '-D', "$folder/pg/data", '-U', 'ledger', '-A', 'trust', '-N', '--no-locale', '-E', 'UTF8']);
        return new self(
            "pgsql:host=$folder/pg;dbname=ledger;user=ledger",
            [...$as, self::find('/usr/lib/postgresql/*/bin/postgres'), '-D', "$folder/pg/data", '-k', "$folder/pg", '-c', 'listen_addresses=', '-c', 'max_connections=60'],
            "pgsql:host=$folder/pg;dbname=postgres;user=ledger", "$folder/pg.log",
        );
    }

    public static function mariadb(string $folder): self
    {
        $as = self::prepare("$folder/my", 'mysql');
        self::run([...$as, self::find('/usr/bin/mariadb-install-db'), '--no-defaults', "--datadir=$folder/my/data", '--auth-root-authentication-method=normal', '--skip-test-db']);
        return new self(
            "mysql:unix_socket=$folder/my/socket;dbname=ledger;user=root;charset=utf8mb4",
            [...$as, self::find('/usr/sbin/mariadbd'), '--no-defaults', "--datadir=$folder/my/data", "--socket=$folder/my/socket", "--pid-file=$folder/my/pid",
                '--skip-networking', '--innodb-buffer-pool-size=64M', '--innodb-log-file-size=32M', '--performance-schema=OFF'],
            "mysql:unix_socket=$folder/my/socket;dbname=mysql;user=root;charset=utf8mb4", "$folder/my.log",
        );
    }

    public function stop(): void
    {
        $status = proc_get_status($this->process);
        if ($status['running']) {
            posix_kill($status['pid'], str_contains($this->dsn, 'pgsql') ? SIGINT : SIGTERM);
        }
        proc_close($this->process);
    }

    private function tryToConnect(string $dsn): ?PDO
    {
        try {
            return new PDO($dsn);
        } catch (PDOException) {
            return proc_get_status($this->process)['running'] ? null : throw new RuntimeException('The server ended: ' . file_get_contents($this->log));
        }
    }

    /** @return list<string> the prefix of commands: the server must not be root, and ends with the tests */
    private static function prepare(string $folder, string $user): array
    {
        mkdir($folder, 0755);
        if (posix_getuid() !== 0) {
            return ['setpriv', '--pdeathsig=TERM'];
        }
        chown($folder, $user);
        return ['setpriv', "--reuid=$user", "--regid=$user", '--init-groups', '--pdeathsig=TERM'];
    }

    private static function find(string $pattern): string
    {
        $found = glob($pattern) ?: throw new RuntimeException("$pattern is missing: install the Debian packages postgresql and mariadb-server");
        return end($found);
    }

    /** @param list<string> $command */
    private static function run(array $command): void
    {
        exec(implode(' ', array_map(escapeshellarg(...), $command)) . ' 2>&1', $output, $status);
        $status === 0 or throw new RuntimeException(implode("\n", $output));
    }
}
