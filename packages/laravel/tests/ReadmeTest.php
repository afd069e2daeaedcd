<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests;

use Cotp\Laravel\Facades\Cotp;
use Cotp\Laravel\Tests\lib\SiteTestCase;
use Cotp\Ledger\Event\CardStored;
use Illuminate\Support\Facades\Event;
use PhpToken;

final class ReadmeTest extends SiteTestCase
{
    public function test_code_of_a_site_is_as_short_as_the_readme_says_and_works(): void
    {
        $code = self::blocks()[0] . "\n" . self::blocks()[1];
        $lines = array_filter(explode("\n", $code), static fn (string $line): bool => trim($line) !== '');
        self::assertStringContainsString('This is all the code that a site writes: ' . count($lines) . ' lines.', self::readme());

        $this->boot(['QUEUE_CONNECTION' => 'sync']);
        $cotp = Cotp::fake();
        $booking = (object) ['id' => 4711, 'email' => 'guest@example.com'];
        eval(self::blocks()[0]);
        eval(self::blocks()[0]);
        $cotp->assertSentOnceTo('guest@example.com');
        $keys = [];
        Event::listen(CardStored::class, static function (CardStored $event) use (&$keys): void {
            $keys[] = $event->ask->key;
        });
        $cotp->guestEntersCard();
        $cotp->deliver();
        self::assertSame(['booking-4711/card'], $keys);
    }

    public function test_code_can_be_parsed(): void
    {
        foreach (self::blocks() as $block) {
            $isMethod = str_starts_with($block, 'public function');
            $isEntry = str_starts_with($block, "'accounts'");
            $code = $isMethod ? "<?php class X { $block }" : ($isEntry ? "<?php return [$block];" : "<?php $block");
            self::assertNotSame([], PhpToken::tokenize($code, TOKEN_PARSE));
        }
        self::assertCount(5, self::blocks());
    }

    private static function readme(): string
    {
        return (string) file_get_contents(dirname(__DIR__) . '/README.md');
    }

    /** @return list<string> */
    private static function blocks(): array
    {
        preg_match_all('~^```php\n(.*?)^```$~ms', self::readme(), $match);
        return $match[1];
    }
}
