<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests;

use Cotp\Laravel\CotpServiceProvider;
use Cotp\Laravel\Facades\Cotp;
use Cotp\Laravel\Logging\LogTap;
use Cotp\Laravel\Queue\AskForCard;
use Cotp\Laravel\Telescope\RedactEntries;
use Cotp\Laravel\Tests\lib\SiteTestCase;
use Cotp\Ledger\Event\CardStored;
use Cotp\Ledger\Event\LedgerEvent;
use CotpRateLimitException;
use Illuminate\Support\Facades\Event;
use Illuminate\Support\Facades\Log;
use Monolog\Formatter\JsonFormatter;
use ReflectionObject;
use RuntimeException;

final class LogTest extends SiteTestCase
{
    public function test_log_of_every_channel_contains_the_outcome_but_no_token(): void
    {
        $this->boot();
        config(['logging.channels.stack.channels' => ['single', 'json'], 'logging.channels.json' => [
            'driver' => 'single', 'path' => "$this->folder/storage/logs/json.log", 'formatter' => JsonFormatter::class, 'tap' => [LogTap::class],
        ]]);
        $url = Cotp::verifier()->url('https://site.example/cotp', 'booking-4711');
        parse_str((string) parse_url($url, PHP_URL_QUERY), $query);
        $token = $query['cotp'];
        self::assertIsString($token);
        $fault = new CotpRateLimitException('wait', httpStatus: 429, apiCode: -175, retryable: true, retryAfter: 1.5, requestId: 'request-1');
        $signature = substr($token, -43);
        Log::channel('stack')->error("posted to $url&x=1", ['url' => $url, 'nested' => ['redirect' => 'https://x.example/?to=' . urlencode($url), 'query' => $query, 'malformed' => 'https%3A%2F%2Fx.example%2F%3Fcotp%3Dno-token'],
            'exception' => new RuntimeException("GET $url failed", previous: $fault)]);
        foreach (['laravel', 'json'] as $name) {
            $log = (string) file_get_contents("$this->folder/storage/logs/$name.log");
            self::assertStringContainsString('posted to https://site.example/cotp?cotp=***&x=1', str_replace('\/', '/', $log));
            self::assertStringContainsString('GET https://site.example/cotp?cotp=*** failed', str_replace('\/', '/', $log));
            self::assertStringNotContainsString($signature, $log);
            self::assertStringNotContainsString('v1.k.', $log);
            self::assertStringNotContainsString('no-token', $log);
            self::assertStringContainsString('"cotp":{"exception":"CotpRateLimitException","outcome":"Answered","http_status":429,"code":-175,"retryable":true,"retry_after":1.5,"request":"request-1"}', $log);
        }
    }

    public function test_tap_can_be_turned_off(): void
    {
        $this->boot();
        self::assertSame([LogTap::class], config('logging.channels.daily.tap'));
        config(['cotp.log' => false, 'logging.channels.daily.tap' => []]);
        (new CotpServiceProvider($this->app))->register();
        self::assertSame([], config('logging.channels.daily.tap'));
    }

    /** What Laravel Telescope shows of an event: the JSON of each property. */
    public function test_event_shows_neither_address_nor_card(): void
    {
        $this->boot();
        $shown = '';
        $cards = [];
        $cotp = Cotp::fake();
        Event::listen('Cotp\Ledger\Event\*', static function (string $name, array $payload) use (&$shown, &$cards): void {
            $event = $payload[0] ?? null;
            self::assertInstanceOf(LedgerEvent::class, $event);
            foreach ((new ReflectionObject($event))->getProperties() as $property) {
                $shown .= $name . json_encode($property->getValue($event), JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
            }
            $shown .= print_r($event, true);
            $event instanceof CardStored && $cards[] = $event->cardUri();
        });
        Cotp::ask(self::KEY, self::formFor());
        $card = $cotp->guestEntersCard();
        $cotp->deliver();
        self::assertSame([$card], $cards);
        foreach (['Asked', 'StatusChanged', 'CardStored', 'Ended', self::KEY] as $part) {
            self::assertStringContainsString($part, $shown);
        }
        foreach (['guest@example.com', basename($card), 'cotp='] as $secret) {
            self::assertStringNotContainsString($secret, $shown);
        }
    }

    public function test_telescope_entries_are_redacted(): void
    {
        class_alias(lib\TelescopeDouble::class, 'Laravel\Telescope\Telescope');
        $this->boot();
        self::assertCount(1, lib\TelescopeDouble::$filters);
        $filter = lib\TelescopeDouble::$filters[0];
        $url = Cotp::verifier()->url('https://site.example/cotp', 'booking-4711');
        $entry = (object) ['content' => ['uri' => $url, 'payload' => ['x' => 1, 'cotp' => 'no token'], 'headers' => ['a' => [$url]], 'duration' => 3]];
        self::assertTrue($filter($entry));
        self::assertSame(
            ['uri' => 'https://site.example/cotp?cotp=***', 'payload' => ['x' => 1, 'cotp' => '***'], 'headers' => ['a' => ['https://site.example/cotp?cotp=***']], 'duration' => 3],
            $entry->content,
        );
    }

    /** Telescope reads the properties of a job before Laravel encrypts it. */
    public function test_telescope_shows_nothing_of_the_guest_in_a_job(): void
    {
        $this->boot();
        $job = new AskForCard(self::KEY, self::form(), fallbackEmail: 'other@example.com');
        $data = [];
        foreach ((new ReflectionObject($job))->getProperties() as $property) {
            $data[$property->getName()] = json_decode(json_encode($property->getValue($job), JSON_THROW_ON_ERROR), true);
        }
        $entry = (object) ['content' => ['name' => AskForCard::class, 'data' => $data]];
        self::assertTrue((new RedactEntries())($entry));
        $shown = json_encode($entry, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
        self::assertStringContainsString(self::KEY, $shown);
        self::assertStringNotContainsString('example.com', $shown);
    }
}
