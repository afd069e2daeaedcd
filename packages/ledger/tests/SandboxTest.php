<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\Account;
use Cotp\Ledger\AskState;
use Cotp\Ledger\CotpSender;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Event\CardStored;
use Cotp\Ledger\Exception\OutcomeUnknown;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Resolution;
use Cotp\Ledger\Settings;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use Cotp\Ledger\Tests\lib\Php;
use Cotp\Ledger\Tests\lib\Program;
use Cotp\Ledger\Tests\lib\Wait;
use CotpAuthenticationException;
use CotpCallbackVerifier;
use CotpOutcomeUnknownException;
use CotpRateLimitException;
use CotpRequest;
use PHPUnit\Framework\Attributes\DataProvider;

/** From end to end: the real client, the sandbox, a guest, and a site that receives real callbacks. */
final class SandboxTest extends LedgerTestCase
{
    private static ?Program $sandbox = null;
    private Program $site;

    public static function tearDownAfterClass(): void
    {
        self::$sandbox = null;
    }

    private function start(string $database): void
    {
        $this->on($database);
        self::$sandbox ??= new Program([PHP_BINARY, dirname(__DIR__, 2) . '/sandbox/bin/cotp-sandbox']);
        $this->site = new Program(
            [...Php::command(), '-S', '127.0.0.1:0', '-t', __DIR__ . '/lib'],
            ['SITE_DSN' => $this->engine->dsn],
        );
        $this->post('/sandbox/reset', '{}');
    }

    private function real(string $apiKey = 'a-key'): Ledger
    {
        $client = new CotpRequest($apiKey, self::url() . '/api', retries: 0);
        $verifier = new CotpCallbackVerifier(['k' => str_repeat('k', 32)]);
        $account = new Account(new CotpSender($client), $verifier, "{$this->site->url}/site.php");
        return new Ledger(
            $this->engine->connect(), $account, str_repeat('s', 32), events: $this->doubles, logger: $this->doubles, settings: new Settings(lookUpsPerSecond: 100.0),
        );
    }

    #[DataProvider('databases')]
    public function test_sandbox_card_is_stored_after_the_callback(string $database): void
    {
        $this->start($database);
        $ask = $this->real()->ask(self::KEY, self::form());
        $this->guestEntersCard();
        $this->workUntil(Ending::CardStored);
        self::assertSame([$ask->requestId, Ending::CardStored], [($end = $this->real()->ask(self::KEY, self::form()))->requestId, $end->ending]);
        $stored = array_values(array_filter($this->doubles->events, static fn (object $event): bool => $event instanceof CardStored));
        self::assertStringContainsString('/api/payments/paycard/', $stored[0]->cardUri());
        self::assertSame(1, $this->processed('send'));
    }

    #[DataProvider('databases')]
    public function test_sandbox_lost_response_is_found_by_the_callback(string $database): void
    {
        $this->start($database);
        $this->post('/sandbox/faults', '{"kind": "drop_after", "operation": "send"}');
        self::thrown(CotpOutcomeUnknownException::class, fn () => $this->real()->ask(self::KEY, self::form()));
        self::thrown(OutcomeUnknown::class, fn () => $this->real()->ask(self::KEY, self::form()));
        $found = Wait::until(function () {
            $this->real()->work();
            $ask = $this->real()->find(self::KEY);
            return $ask?->state === AskState::Sent ? $ask : null;
        }, 'the callback shows the request id');
        self::assertNotNull($found->requestId);
        $this->guestEntersCard();
        $this->workUntil(Ending::CardStored);
        self::assertSame(1, $this->processed('send'));
    }

    #[DataProvider('databases')]
    public function test_sandbox_message_that_never_left_is_resolved_by_a_person(string $database): void
    {
        $this->start($database);
        $this->post('/sandbox/faults', '{"kind": "drop_before", "operation": "send"}');
        self::thrown(CotpOutcomeUnknownException::class, fn () => $this->real()->ask(self::KEY, self::form()));
        $this->real()->work();
        self::thrown(OutcomeUnknown::class, fn () => $this->real()->ask(self::KEY, self::form()));
        self::assertSame(0, $this->processed('send'));
        $this->real()->resolve(self::KEY, Resolution::NotSent, 'Ada');
        self::assertTrue($this->real()->ask(self::KEY, self::form())->isNew);
        self::assertSame(1, $this->processed('send'));
    }

    #[DataProvider('databases')]
    public function test_sandbox_refused_message_is_sent_later(string $database): void
    {
        $this->start($database);
        $this->post('/sandbox/faults', '{"kind": "status", "status": 429, "retry_after": 1, "operation": "send"}');
        $fault = self::thrown(CotpRateLimitException::class, fn () => $this->real()->ask(self::KEY, self::form()));
        self::assertSame([true, 1.0], [$fault->retryable, $fault->retryAfter]);
        self::thrown(CotpAuthenticationException::class, fn () => $this->real('bad-key')->ask('key-2', self::form()));
        self::assertTrue($this->real()->ask(self::KEY, self::form())->isNew);
        self::assertSame(AskState::NotSent, $this->real()->find('key-2')?->state);
        self::assertSame(1, $this->processed('send'));
    }

    #[DataProvider('databases')]
    public function test_sandbox_new_link_closes_the_old_one(string $database): void
    {
        $this->start($database);
        $this->real()->ask(self::KEY, self::form());
        $old = $this->link();
        self::assertTrue($this->real()->askAgain(self::KEY, 1, self::form())->isNew);
        self::assertSame([410, 200], [self::http('GET', $old)[0], self::http('GET', $this->link())[0]]);
        self::assertSame(Ending::Canceled, $this->real()->cancel(self::KEY)->ending);
        self::assertSame(410, self::http('GET', $this->link())[0]);
        $this->workUntil(Ending::Canceled);
    }

    private function workUntil(Ending $ending): void
    {
        Wait::until(function () use ($ending): bool {
            $this->real()->work();
            return $this->real()->find(self::KEY)?->ending === $ending && $this->value('SELECT min(notified) FROM cotp_ledger_question') === '1';
        }, "the question ends as $ending->value");
    }

    private function guestEntersCard(): void
    {
        self::assertSame(303, self::http('POST', $this->link(), 'card_number=4111111111111111&expiry=12/39&security_code=123')[0]);
    }

    /** Returns the link of the newest message. */
    private function link(): string
    {
        $messages = json_decode(self::http('GET', self::url() . '/outbox.json')[1], true);
        self::assertIsArray($messages);
        self::assertIsArray($messages[0] ?? null);
        $link = $messages[0]['link'] ?? null;
        self::assertIsString($link);
        return $link;
    }

    private function processed(string $operation): int
    {
        $stats = json_decode(self::http('GET', self::url() . '/sandbox/stats.json')[1], true);
        self::assertIsArray($stats);
        $counts = $stats[$operation] ?? [];
        return is_array($counts) && is_int($counts['processed'] ?? null) ? $counts['processed'] : 0;
    }

    private static function url(): string
    {
        return self::$sandbox->url ?? self::fail('The sandbox is not running.');
    }

    private function post(string $path, string $body): void
    {
        self::assertLessThan(300, self::http('POST', self::url() . $path, $body)[0]);
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
