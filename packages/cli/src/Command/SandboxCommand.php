<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\UserError;
use CotpSandbox\Options;
use CotpSandbox\Sandbox;
use InvalidArgumentException;
use RuntimeException;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** Starts the sandbox of cotp/sandbox. */
#[AsCommand('sandbox', 'Starts a stand-in for the service on this machine, which sends nothing to anybody')]
final class SandboxCommand extends ServiceCommand
{
    /** Beside this package, in a checkout and in vendor/cotp alike. */
    private const AUTOLOADER = __DIR__ . '/../../../sandbox/autoload.php';

    protected function configure(): void
    {
        parent::configure();
        $this
            ->addArgument('options', InputArgument::IS_ARRAY, 'After "--": more options of cotp-sandbox, such as --errors xml')
            ->addOption('port', null, InputOption::VALUE_REQUIRED, 'Listen on this port (0: any free port)', '0')
            ->addOption('db', null, InputOption::VALUE_REQUIRED, 'Keep the state in this SQLite file (default: a temporary file)')
            ->setHelp(<<<'HELP'
                  <info>cotp sandbox --port 8025</info>
                  <info>cotp sandbox --port 8025 --db sandbox.db -- --errors xml</info>

                Then, in another terminal:

                  <info>export PCIBOOKING_BASE_URI=http://127.0.0.1:8025/api PCIBOOKING_API_KEY=any-key</info>
                  <info>cotp send booking-4711 --email guest@example.com --booker-id hotel-42</info>

                The page /outbox shows the message with its link. It requires cotp/sandbox (composer require --dev cotp/sandbox), but not the
                extension. Exit codes: 130 Ctrl-C or SIGTERM ended it, 1 any error.
                HELP);
    }

    protected function needsExtension(): bool
    {
        return false;
    }

    protected function act(InputInterface $input, Screen $screen): int
    {
        self::requireInstalled();
        $options = $input->getArgument('options');
        $database = self::text($input, 'db');
        $arguments = ['--port', self::text($input, 'port') ?? '0', ...($database === null ? [] : ['--db', $database]), ...array_values(array_filter(is_array($options) ? $options : [], is_string(...)))];
        try {
            (new Sandbox(Options::parse($arguments)))->run(static fn (string $origin) => self::announce($origin, $screen));
        } catch (InvalidArgumentException $fault) {
            throw new UserError("The options of the sandbox are invalid: {$fault->getMessage()}. See them: cotp help sandbox");
        } catch (RuntimeException $fault) {
            throw $fault instanceof \CotpCli\ClosedPipe ? $fault : new UserError("The sandbox does not run: {$fault->getMessage()}. Try another port: cotp sandbox --port 0");
        }
        return ExitCode::INTERRUPTED;       // only a signal ends it
    }

    private static function announce(string $origin, Screen $screen): void
    {
        $screen->result(
            ['origin' => $origin, 'baseUri' => "$origin/api", 'outbox' => "$origin/outbox"],
            ['Sandbox' => "$origin (Ctrl-C ends it)", 'Outbox' => "$origin/outbox", 'To use it' => "export PCIBOOKING_BASE_URI=$origin/api PCIBOOKING_API_KEY=any-key"],
        );
    }

    private static function requireInstalled(): void
    {
        if (!class_exists(Sandbox::class)) {
            is_file(self::AUTOLOADER) ? require_once self::AUTOLOADER : throw new UserError('The sandbox is not installed. Install it: composer require --dev cotp/sandbox');
        }
        foreach (['pdo_sqlite' => 'php-sqlite3', 'pcntl' => 'php-cli', 'posix' => 'php-cli'] as $extension => $package) {
            extension_loaded($extension) || throw new UserError("The sandbox requires the PHP extension $extension. Install it: apt install $package");
        }
    }
}
