<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests\lib;

use Cotp\Ledger\Ledger;
use Cotp\Testing\FakeCallback;
use Cotp\Testing\FakeCotp;
use Monolog\Handler\TestHandler;
use PHPUnit\Framework\TestCase;
use RuntimeException;
use Symfony\Bundle\FrameworkBundle\Console\Application;
use Symfony\Component\Console\Tester\CommandTester;
use Symfony\Component\DependencyInjection\ContainerInterface;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Throwable;

/** Tests with a kernel of their own: with the fake, or with the variables of the environment. */
abstract class SiteTestCase extends TestCase
{
    protected const SECRET = 'a secret that is longer than 32 bytes as it has to be';
    protected TestKernel $kernel;

    protected function tearDown(): void
    {
        foreach (array_keys($_SERVER) as $name) {
            if (str_starts_with((string) $name, 'COTP_') && $name !== 'COTP_SO') {
                unset($_SERVER[$name], $_ENV[$name]);
            }
        }
        isset($this->kernel) && $this->kernel->shutdown();
        // The kernel's error handlers would make PHPUnit call the test risky.
        restore_exception_handler();
    }

    /**
     * @param array<string, mixed> $cotp
     * @param array<string, array<string, mixed>> $more
     */
    protected function boot(array $cotp = [], array $more = [], string $environment = 'test'): void
    {
        $this->kernel = new TestKernel($environment, $cotp, $more);
        $this->kernel->boot();
    }

    /**
     * Boots a site that is configured by variables only, as in production.
     *
     * @param array<string, string> $variables
     * @param array<string, mixed> $cotp
     */
    protected function bootReal(array $variables = [], array $cotp = []): void
    {
        $file = Folder::path() . '/' . bin2hex(random_bytes(4)) . '.db';
        $variables += [
            'COTP_API_KEY' => 'a-key', 'COTP_BASE_URI' => 'http://127.0.0.1:1/api', 'COTP_CALLBACK_URL' => 'https://site.example/cotp/callback',
            'COTP_CALLBACK_KEYS' => '2026-11:' . self::SECRET, 'COTP_LEDGER_DSN' => "sqlite:$file", 'COTP_LEDGER_SECRET' => self::SECRET,
        ];
        foreach ($variables as $name => $value) {
            $_SERVER[$name] = $_ENV[$name] = $value;
        }
        $this->boot($cotp, environment: 'prod');
    }

    protected function container(): ContainerInterface
    {
        $container = $this->kernel->getContainer()->get('test.service_container');
        return $container instanceof ContainerInterface ? $container : throw new RuntimeException('The kernel has no test container.');
    }

    /**
     * @template T of object
     * @param class-string<T> $class
     * @return T
     */
    protected function service(string $class, ?string $id = null): object
    {
        $service = $this->container()->get($id ?? $class);
        self::assertInstanceOf($class, $service);
        return $service;
    }

    protected function fake(): FakeCotp
    {
        return $this->service(FakeCotp::class);
    }

    protected function ledger(): Ledger
    {
        return $this->service(Ledger::class);
    }

    protected function post(FakeCallback $callback, string $path = ''): Response
    {
        $parts = parse_url($callback->url);
        $uri = ($path === '' ? ($parts['path'] ?? '') : $path) . '?' . ($parts['query'] ?? '');
        return $this->kernel->handle(Request::create($uri, 'POST', content: $callback->body));
    }

    protected function ask(string $booking = 'booking-1'): Response
    {
        return $this->kernel->handle(Request::create("/ask/$booking"));
    }

    /** @param array<string, mixed> $input */
    protected function command(string $name, array $input = []): CommandTester
    {
        $tester = new CommandTester((new Application($this->kernel))->find($name));
        $tester->execute($input);
        return $tester;
    }

    protected function log(): TestHandler
    {
        return $this->service(TestHandler::class, 'monolog.handler.test');
    }

    /**
     * @template T of Throwable
     * @param class-string<T> $class
     * @param \Closure(): mixed $call
     * @return T
     */
    protected static function thrown(string $class, \Closure $call): Throwable
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
