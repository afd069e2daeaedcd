<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests;

use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Tests\lib\Php;
use Cotp\Ledger\Tests\lib\Program;
use Cotp\Ledger\Tests\lib\Wait;
use Cotp\SymfonyBundle\Event\Attempted;
use Cotp\SymfonyBundle\Tests\lib\Folder;
use Cotp\SymfonyBundle\Tests\lib\Site;
use Cotp\SymfonyBundle\Tests\lib\SiteTestCase;
use Symfony\Component\EventDispatcher\EventDispatcherInterface;

/** From end to end: the real client, the sandbox, a guest, and a web server of the site that receives real callbacks. */
final class SandboxTest extends SiteTestCase
{
    private static ?Program $sandbox = null;
    private ?Program $site = null;

    public static function tearDownAfterClass(): void
    {
        self::$sandbox = null;
    }

    protected function setUp(): void
    {
        self::$sandbox ??= new Program([PHP_BINARY, dirname(__DIR__, 2) . '/sandbox/bin/cotp-sandbox', '--workers', '1']);
        self::http('POST', self::$sandbox->url . '/sandbox/reset', '{}');
        $this->bootReal(['COTP_BASE_URI' => self::$sandbox->url . '/api']);
        $this->command('cotp:ledger:migrate');
        $dsn = $_SERVER['COTP_LEDGER_DSN'] ?? '';
        $variables = ['TEST_FOLDER' => Folder::path()];
        foreach ($_SERVER as $name => $value) {
            is_string($value) && $variables[(string) $name] = $value;
        }
        $this->site = new Program([...Php::command(), '-S', '127.0.0.1:0', '-t', __DIR__ . '/lib/public'], $variables);
        $this->kernel->shutdown();
        $this->bootReal(['COTP_BASE_URI' => self::$sandbox->url . '/api', 'COTP_LEDGER_DSN' => is_string($dsn) ? $dsn : '', 'COTP_CALLBACK_URL' => "{$this->site->url}/cotp/callback"]);
    }

    protected function tearDown(): void
    {
        $this->site = null;
        parent::tearDown();
    }

    public function test_card_is_stored_after_real_callbacks(): void
    {
        $attempts = [];
        $this->service(EventDispatcherInterface::class, 'event_dispatcher')
            ->addListener(Attempted::class, static function (Attempted $event) use (&$attempts): void {
                $attempts[] = $event->attempt->operation;
            });
        self::assertStringContainsString('accepts the API key', $this->command('cotp:check', ['--online' => true])->getDisplay());
        self::assertSame(200, $this->ask()->getStatusCode());
        self::assertSame(['authenticate', 'send'], $attempts);
        self::assertSame(303, self::http('POST', $this->link(), 'card_number=4111111111111111&expiry=12/39&security_code=123')[0]);
        Wait::until(function (): bool {
            $this->command('cotp:ledger:work');
            return $this->ledger()->find('booking-1/card')?->ending === Ending::CardStored;
        }, 'the question ends');
        self::assertStringContainsString('/api/payments/paycard/', $this->service(Site::class)->cards['booking-1/card']);
    }

    public function test_lost_response_texts_once_and_is_found(): void
    {
        self::http('POST', self::url() . '/sandbox/faults', '{"kind": "drop_after", "operation": "send"}');
        self::assertSame([500, 500], [$this->ask()->getStatusCode(), $this->ask()->getStatusCode()]);
        Wait::until(function (): bool {
            $this->command('cotp:ledger:work');
            return $this->ledger()->find('booking-1/card')?->state === AskState::Sent;
        }, 'the callback shows the request id');
        self::assertSame(200, $this->ask()->getStatusCode());
        $stats = json_decode(self::http('GET', self::url() . '/sandbox/stats.json')[1], true);
        self::assertIsArray($stats);
        self::assertIsArray($stats['send'] ?? null);
        self::assertSame(1, $stats['send']['processed'] ?? null);
    }

    private function link(): string
    {
        $messages = json_decode(self::http('GET', self::url() . '/outbox.json')[1], true);
        self::assertIsArray($messages);
        self::assertIsArray($messages[0] ?? null);
        return is_string($messages[0]['link'] ?? null) ? $messages[0]['link'] : self::fail('The message has no link.');
    }

    private static function url(): string
    {
        return self::$sandbox->url ?? self::fail('The sandbox is not running.');
    }

    /** @return array{int, string} status and body */
    private static function http(string $method, string $url, string $body = ''): array
    {
        $context = stream_context_create(['http' => [
            'method' => $method, 'content' => $body, 'ignore_errors' => true, 'follow_location' => 0, 'timeout' => 20, 'header' => 'Content-Type: application/x-www-form-urlencoded',
        ]]);
        $response = (string) file_get_contents($url, false, $context);
        preg_match('~^HTTP/\S+ (\d+)~', $http_response_header[0] ?? '', $match);
        return [(int) ($match[1] ?? 0), $response];
    }
}
