<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Testing\Tests;

use Cotp\Testing\FakeCallback;
use Cotp\Testing\FakeCotp;
use CotpCallbackVerifier;
use CotpException;
use CotpForm;
use PHPUnit\Framework\AssertionFailedError;
use PHPUnit\Framework\TestCase;
use ReflectionClass;
use ReflectionMethod;
use ReflectionProperty;

/** The tests in the README, as printed, on a small site. They must pass for a good site, and fail for one that texts twice. */
final class ReadmeTest extends TestCase
{
    /** @var array<string, string> the request ids by booking; a careless site asks again all the same */
    private array $asked = [];
    /** @var array<string, ?string> */
    private array $cards = [];
    public ?FakeCotp $cotp = null;
    private bool $isCareless = false;

    public function test_readme_tests_pass_for_a_careful_site_and_fail_for_a_careless_one(): void
    {
        preg_match('~```php\n(.*?)```~s', (string) file_get_contents(dirname(__DIR__) . '/README.md'), $match);
        $code = str_replace('$cotp = new FakeCotp();', '$cotp = $this->site->cotp = new FakeCotp();', $match[1] ?? '');     // the service container
        self::assertSame(2, substr_count($code, '$this->site->cotp = '));
        eval("namespace Cotp\\Testing\\Tests\\Readme; use PHPUnit\\Framework\\TestCase;\n"
            . str_replace('use AssertsCotp;', 'use AssertsCotp; public mixed $site;', $code));
        foreach ([false, true] as $this->isCareless) {
            foreach (['test_card_is_asked_once_and_stored', 'test_lost_response_sends_no_second_message'] as $name) {
                [$this->asked, $this->cards] = [[], []];
                self::assertSame($this->isCareless, $this->fails(__NAMESPACE__ . '\Readme\AskForCardTest', $name), $name);
            }
        }
    }

    private function fails(string $class, string $name): bool
    {
        self::assertTrue(class_exists($class, false));
        $test = (new ReflectionClass($class))->newInstance($name);
        (new ReflectionProperty($test, 'site'))->setValue($test, $this);
        try {
            (new ReflectionMethod($test, $name))->invoke($test);
            return false;
        } catch (AssertionFailedError) {
            return true;
        }
    }

    // ---- the site ----

    public function askForCard(string $booking): void
    {
        if (isset($this->asked[$booking]) && !$this->isCareless) {
            return;
        }
        $this->asked[$booking] = '';
        try {
            $url = self::verifier()->url('https://site.example/cotp', $booking);
            $this->asked[$booking] = (string) $this->cotp?->send(new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com', callbackUrl: $url));
        } catch (CotpException) {
            // A person has to look.
        }
    }

    public function post(string $url, string $body): void
    {
        $event = self::verifier()->verify($body, (new FakeCallback($url, $body))->token());
        $this->cards[$event->reference] = $this->cotp?->retrieve($this->asked[$event->reference])->cardUri;
    }

    public function cardOf(string $booking): ?string
    {
        return $this->cards[$booking] ?? null;
    }

    private static function verifier(): CotpCallbackVerifier
    {
        return new CotpCallbackVerifier(['k' => str_repeat('k', 32)]);
    }
}
