<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests;

use Cotp\SymfonyBundle\Tests\lib\Folder;
use Cotp\SymfonyBundle\Tests\lib\SiteTestCase;
use Cotp\Testing\AssertsCotp;
use Symfony\Component\Console\Exception\CommandNotFoundException;
use Symfony\Component\Messenger\MessageBusInterface;

/** The README: its code runs, and its commands and variables exist. */
final class ReadmeTest extends SiteTestCase
{
    use AssertsCotp;

    public function test_code_of_the_site_runs_and_is_short(): void
    {
        $code = self::match('~```php\n(final readonly class AskForCard\n.*?)```~s');
        self::assertLessThan(25, substr_count($code, "\n"));
        self::assertSame(24, substr_count($code, "\n"), 'The README says how many lines these are.');
        $file = Folder::path() . '/readme.php';
        $uses = 'use Cotp\Ledger\Event\CardStored; use Cotp\Ledger\Ledger; use Symfony\Component\EventDispatcher\Attribute\AsEventListener;'
            . ' use Symfony\Component\Messenger\Attribute\AsMessageHandler; use CotpForm;';
        $repository = <<<'PHP'
            final class BookingRepository {
                /** @var array<string, string> */ public array $cards = [];
                public function get(string $id): object { return (object) ['id' => $id, 'email' => 'guest@example.com']; }
                public function storeCard(string $key, string $uri): void { $this->cards[$key] = $uri; }
            }
            PHP;
        file_put_contents($file, "<?php\nnamespace Cotp\\SymfonyBundle\\Tests\\readme;\n$uses\n$repository\n$code");
        require $file;

        $this->boot(more: ['services' => ['classes' => [self::classOf('AskForCardHandler'), self::classOf('BookingRepository')]]]);
        $class = self::classOf('AskForCard');
        for ($n = 0; $n < 2; $n++) {
            $message = new $class('4711');
            $this->service(MessageBusInterface::class)->dispatch($message);
        }
        self::assertSentOnceTo('guest@example.com', $this->fake());
        $cardUri = $this->fake()->guestEntersCard();
        $this->fake()->deliver($this->post(...));
        $this->ledger()->work();
        $bookings = $this->container()->get(self::classOf('BookingRepository'));
        self::assertSame(['booking-4711/card' => $cardUri], get_object_vars($bookings)['cards'] ?? null);
    }

    public function test_commands_and_variables_exist(): void
    {
        $this->boot();
        preg_match_all('~cotp:(?:check|ledger:\w+)~', self::readme(), $commands);
        foreach (array_unique($commands[0]) as $command) {
            try {
                (new \Symfony\Bundle\FrameworkBundle\Console\Application($this->kernel))->find($command);
            } catch (CommandNotFoundException $missing) {
                self::fail($missing->getMessage());
            }
        }
        $code = (string) file_get_contents(dirname(__DIR__) . '/src/DependencyInjection/Entries.php');
        preg_match_all('~COTP_(?!LODGE)\w+~', self::readme(), $variables);
        foreach (array_unique($variables[0]) as $variable) {
            $end = substr($variable, 4);
            self::assertTrue(str_contains($code, $variable) || str_contains($code, "{\$prefix}$end"), "$variable is not read.");
        }
    }

    /** Returns the name of a class of the README, which exists only in this test. */
    private static function classOf(string $name): string
    {
        return "Cotp\\SymfonyBundle\\Tests\\readme\\$name";
    }

    private static function readme(): string
    {
        return (string) file_get_contents(dirname(__DIR__) . '/README.md');
    }

    private static function match(string $pattern): string
    {
        return preg_match($pattern, self::readme(), $match) === 1 ? (string) end($match) : self::fail('The README does not contain it.');
    }
}
