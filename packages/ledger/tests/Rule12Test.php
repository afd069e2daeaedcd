<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\Exception\SchemaMismatch;
use Cotp\Ledger\Exception\WrongConnection;
use Cotp\Ledger\Migration\Doctrine\Version20261129000001;
use Cotp\Ledger\Schema;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use Doctrine\DBAL\Connection;
use Doctrine\DBAL\DriverManager;
use Doctrine\DBAL\Tools\DsnParser;
use Doctrine\Migrations\Configuration\Connection\ExistingConnection;
use Doctrine\Migrations\Configuration\Migration\ConfigurationArray;
use Doctrine\Migrations\DependencyFactory;
use Doctrine\Migrations\Metadata\AvailableMigration;
use Doctrine\Migrations\MigratorConfiguration;
use Doctrine\Migrations\Version\Direction;
use Doctrine\Migrations\Version\Version;
use Illuminate\Container\Container;
use Illuminate\Database\Capsule\Manager;
use Illuminate\Database\Migrations\DatabaseMigrationRepository;
use Illuminate\Database\Migrations\Migrator;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Support\Facades\Facade;
use PDO;
use PHPUnit\Framework\Attributes\DataProvider;

/** Rule 12: the schema has a version, and migrations for every tool. */
final class Rule12Test extends LedgerTestCase
{
    #[DataProvider('databases')]
    public function test_rule12_missing_tables_are_named_at_the_first_use(string $database): void
    {
        $this->on($database);
        $pdo = new PDO($this->engine->newDatabase());
        $ledger = $this->ledger(pdo: $pdo);
        $fault = self::thrown(SchemaMismatch::class, fn () => $ledger->ask(self::KEY, self::form()));
        self::assertStringContainsString('cotp-ledger migrate', $fault->getMessage());
        self::assertSame(Schema::VERSION, Schema::migrate($pdo));
        self::assertSame(0, Schema::migrate($pdo));
        self::assertTrue($ledger->ask(self::KEY, self::form())->isNew);
    }

    #[DataProvider('databases')]
    public function test_rule12_wrong_version_is_named_at_every_use(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::form());
        foreach (['0' => 'Run the migrations', '99' => 'Update the package'] as $version => $advice) {
            $this->sql("UPDATE cotp_ledger_meta SET value = '$version' WHERE name = 'version'");
            $uses = [
                fn () => $this->ledger()->check(), fn () => $this->ledger()->ask(self::KEY, self::form()), fn () => $this->ledger()->work(), fn () => $this->ledger()->unknown(),
                fn () => $this->ledger()->receive($this->event($ask, 'request-1', \CotpStatus::CardStored)), fn () => $this->ledger()->find(self::KEY),
                fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()), fn () => $this->ledger()->cancel(self::KEY), fn () => $this->ledger()->forget(self::KEY),
            ];
            foreach ($uses as $use) {
                $fault = self::thrown(SchemaMismatch::class, $use);
                self::assertStringContainsString("version $version", $fault->getMessage());
                self::assertStringContainsString($advice, $fault->getMessage());
            }
        }
        self::assertCount(1, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule12_connection_that_hides_errors_is_refused(string $database): void
    {
        $this->on($database);
        $pdo = $this->engine->connect();
        $pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_SILENT);
        self::thrown(WrongConnection::class, fn () => $this->ledger(pdo: $pdo));
        $pdo = $this->engine->connect();
        $pdo->setAttribute(PDO::ATTR_CASE, PDO::CASE_UPPER);
        self::thrown(WrongConnection::class, fn () => $this->ledger(pdo: $pdo));
        if ($database === 'mysql') {
            $pdo = $this->engine->connect();
            $pdo->setAttribute(PDO::ATTR_AUTOCOMMIT, false);
            self::thrown(WrongConnection::class, fn () => $this->ledger(pdo: $pdo));
        }
        $pdo = $this->engine->connect();
        $pdo->setAttribute(PDO::ATTR_STRINGIFY_FETCHES, true);
        $pdo->setAttribute(PDO::ATTR_DEFAULT_FETCH_MODE, PDO::FETCH_OBJ);
        self::assertTrue($this->ledger(pdo: $pdo)->ask(self::KEY, self::form())->isNew);
    }

    #[DataProvider('databases')]
    public function test_rule12_doctrine_migrations_create_the_tables(string $database): void
    {
        $this->on($database);
        $dsn = $this->engine->newDatabase();
        $connection = $this->doctrine($dsn);
        foreach ([Direction::UP, Direction::DOWN, Direction::UP] as $direction) {
            $factory = DependencyFactory::fromConnection(
                new ConfigurationArray(['migrations_paths' => ['Cotp\Ledger\Migration\Doctrine' => dirname(__DIR__) . '/src/Migration/Doctrine']]),
                new ExistingConnection($connection),
            );
            $factory->getMetadataStorage()->ensureInitialized();
            $found = $factory->getMigrationRepository()->getMigrations()->getItems();
            self::assertSame([Version20261129000001::class], array_map(static fn (AvailableMigration $migration): string => (string) $migration->getVersion(), $found));
            $plan = $factory->getMigrationPlanCalculator()->getPlanForVersions([new Version(Version20261129000001::class)], $direction);
            $factory->getMigrator()->migrate($plan, (new MigratorConfiguration())->setAllOrNothing(false));
        }
        $connection->close();
        self::assertTrue($this->ledger(pdo: new PDO($dsn))->ask(self::KEY, self::form())->isNew);
    }

    private function doctrine(string $dsn): Connection
    {
        preg_match('~dbname=(\w+)~', $dsn, $name);
        preg_match('~(?:host|unix_socket)=([^;]+)~', $dsn, $socket);
        return DriverManager::getConnection(match ($this->engine->name) {
            'sqlite' => ['driver' => 'pdo_sqlite', 'path' => substr($dsn, strlen('sqlite:'))],
            'pgsql' => ['driver' => 'pdo_pgsql', 'host' => $socket[1] ?? '', 'dbname' => $name[1] ?? '', 'user' => 'ledger'],
            default => ['driver' => 'pdo_mysql', 'unix_socket' => $socket[1] ?? '', 'dbname' => $name[1] ?? '', 'user' => 'root', 'charset' => 'utf8mb4'],
        });
    }

    #[DataProvider('databases')]
    public function test_rule12_laravel_migrations_create_the_tables(string $database): void
    {
        $this->on($database);
        $dsn = $this->engine->newDatabase();
        preg_match('~dbname=(\w+)~', $dsn, $name);
        preg_match('~(?:host|unix_socket)=([^;]+)~', $dsn, $socket);
        $manager = new Manager();
        $manager->addConnection(match ($database) {
            'sqlite' => ['driver' => 'sqlite', 'database' => substr($dsn, strlen('sqlite:'))],
            'pgsql' => ['driver' => 'pgsql', 'host' => $socket[1] ?? '', 'database' => $name[1] ?? '', 'username' => 'ledger'],
            default => ['driver' => 'mariadb', 'unix_socket' => $socket[1] ?? '', 'database' => $name[1] ?? '', 'username' => 'root', 'charset' => 'utf8mb4'],
        });
        if ($database === 'sqlite') {
            touch(substr($dsn, strlen('sqlite:')));
        }
        $container = new Container();
        $container->instance('db', $manager->getDatabaseManager());
        Facade::setFacadeApplication($container);       // @phpstan-ignore argument.type (a container is enough for the facade DB)
        Facade::clearResolvedInstances();
        $repository = new DatabaseMigrationRepository($manager->getDatabaseManager(), 'migrations');
        $repository->createRepository();
        $migrator = new Migrator($repository, $manager->getDatabaseManager(), new Filesystem());
        $files = dirname(__DIR__) . '/migrations/laravel';
        self::assertCount(1, $migrator->run([$files]));
        self::assertCount(0, $migrator->run([$files]));
        $migrator->rollback([$files]);
        $migrator->run([$files]);
        $manager->getDatabaseManager()->purge();
        self::assertTrue($this->ledger(pdo: new PDO($dsn))->ask(self::KEY, self::form())->isNew);
    }

    #[DataProvider('databases')]
    public function test_rule12_plain_sql_creates_the_tables(string $database): void
    {
        $this->on($database);
        $package = dirname(__DIR__);
        exec(implode(' ', array_map(escapeshellarg(...), [PHP_BINARY, "$package/bin/cotp-ledger", 'sql', $database])), $lines, $status);
        self::assertSame(0, $status);
        foreach ([implode("\n", $lines), (string) file_get_contents("$package/migrations/sql/0001.$database.sql")] as $sql) {
            $pdo = new PDO($this->engine->newDatabase());
            $pdo->exec($sql);
            self::assertTrue($this->ledger(pdo: $pdo)->ask(self::KEY, self::form())->isNew);
            self::assertSame(0, Schema::migrate($pdo), 'the ledger knows that they are there');
        }
    }

    #[DataProvider('databases')]
    public function test_rule12_command_migrates_and_checks(string $database): void
    {
        $this->on($database);
        $environment = ['COTP_LEDGER_DSN' => $this->engine->newDatabase()] + getenv();
        foreach (['check' => 1, 'migrate' => 0, 'migrate ' => 0, 'check ' => 0, 'sql ' . $database => 0, 'sql oracle' => 1, '' => 2] as $arguments => $status) {
            $process = proc_open([PHP_BINARY, dirname(__DIR__) . '/bin/cotp-ledger', ...explode(' ', trim($arguments))], [['file', '/dev/null', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes, null, $environment);
            self::assertIsResource($process);
            $output = stream_get_contents($pipes[1]) . stream_get_contents($pipes[2]);
            self::assertSame($status, proc_close($process), "$arguments: $output");
        }
    }
}
