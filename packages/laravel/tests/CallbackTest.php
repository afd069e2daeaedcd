<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests;

use Cotp\Laravel\CotpManager;
use Cotp\Laravel\Events\CallbackRejected;
use Cotp\Laravel\Events\CallbackStored;
use Cotp\Laravel\Facades\Cotp;
use Cotp\Laravel\Tests\lib\SiteTestCase;
use Cotp\Testing\CallbackUrls;
use Cotp\Testing\FakeCallback;
use CotpStatus;
use Illuminate\Contracts\Config\Repository;
use Illuminate\Foundation\Http\Middleware\ValidateCsrfToken;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Event;
use Illuminate\Support\Facades\Route;
use RuntimeException;

final class CallbackTest extends SiteTestCase
{
    private const URL = 'http://127.0.0.1:8000/cotp/callback';
    private const REFERENCE = '00000000000000000000000000000000';

    public function test_callback_is_stored_before_the_response(): void
    {
        $this->boot();
        $this->migrate();
        $ask = $this->askWithoutService();
        $stored = [];
        Event::listen(CallbackStored::class, static function (CallbackStored $event) use (&$stored): void {
            $stored[] = [$event->account, $event->callback->reference, DB::table('cotp_ledger_inbox')->count()];
        });
        $url = Cotp::verifier()->url(self::URL, $ask);
        $callback = FakeCallback::of($url, 'request-1', CotpStatus::MessageQueued);
        foreach (['first', 'duplicate'] as $which) {
            self::assertSame(204, $this->post($callback->url, $callback->body)->getStatusCode(), $which);
        }
        self::assertCount(1, $this->rows('cotp_ledger_inbox'), 'A duplicate is stored once.');
        self::assertSame(['default', $ask, 1], $stored[0] ?? null);
    }

    public function test_listener_that_fails_does_not_change_the_response(): void
    {
        $this->boot();
        $this->migrate();
        Event::listen([CallbackStored::class, CallbackRejected::class], static fn () => throw new RuntimeException('a listener failed'));
        self::assertSame(403, $this->post(self::URL)->getStatusCode());
        $callback = FakeCallback::of(Cotp::verifier()->url(self::URL, $this->askWithoutService()), 'request-1', CotpStatus::MessageQueued);
        self::assertSame(204, $this->post($callback->url, $callback->body)->getStatusCode());
    }

    public function test_rejected_callback_gets_the_same_response_for_every_reason(): void
    {
        $this->boot();
        $reasons = [];
        Event::listen(CallbackRejected::class, static function (CallbackRejected $event) use (&$reasons): void {
            $reasons[] = $event->reason;
        });
        $body = FakeCallback::of('', 'request-1', CotpStatus::CardStored)->body;
        $good = Cotp::verifier()->url(self::URL, self::REFERENCE);
        $responses = [
            $this->post(self::URL, $body), $this->post(self::URL . '?cotp[]=x', $body), $this->post($good . 'x', $body), $this->post($good, 'no JSON'),
            $this->post(CallbackUrls::expired(['k' => self::SECRET], self::URL, self::REFERENCE), $body),
            $this->post(CallbackUrls::foreign(['k' => self::SECRET], self::URL, self::REFERENCE), $body),
        ];
        self::assertSame(['bad_token', 'bad_token', 'bad_token', 'bad_body', 'expired', 'bad_signature'], $reasons);
        $log = (string) file_get_contents("$this->folder/storage/logs/laravel.log");
        self::assertSame(6, substr_count($log, 'cotp: a callback was rejected. {"account":"default","reason":"'));
        foreach ($responses as $response) {
            self::assertSame([403, ''], [$response->getStatusCode(), $response->getContent()]);
        }
    }

    public function test_callback_that_cannot_be_stored_gets_no_2xx(): void
    {
        $this->boot();
        $callback = FakeCallback::of(Cotp::verifier()->url(self::URL, self::REFERENCE), 'request-1', CotpStatus::CardStored);
        self::assertSame(503, $this->post($callback->url, $callback->body)->getStatusCode(), 'The tables do not exist.');
        $this->migrate();
        $foreign = Cotp::verifier()->url(self::URL, 'booking-4711');
        self::assertSame(404, $this->post($foreign, $callback->body)->getStatusCode(), 'The reference is not one of the ledger.');
        self::assertSame(404, $this->post(self::URL . '/motel', $callback->body)->getStatusCode(), 'The account does not exist.');
        self::assertSame([], $this->rows('cotp_ledger_inbox'));
    }

    public function test_database_that_was_away_is_connected_again(): void
    {
        $this->boot();
        $this->migrate();
        $callback = FakeCallback::of(Cotp::verifier()->url(self::URL, $this->askWithoutService()), 'request-1', CotpStatus::CardStored);
        $connection = DB::connection(CotpManager::CONNECTION);
        $broken = new class ('sqlite::memory:') extends \PDO {
            /** @param array<mixed> $options */
            public function prepare(string $query, array $options = []): never
            {
                throw new \PDOException('server has gone away');
            }
        };
        $connection->setPdo($broken);
        $this->app->forgetInstance(CotpManager::class);
        self::assertSame(503, $this->post($callback->url, $callback->body)->getStatusCode());
        self::assertSame(204, $this->post($callback->url, $callback->body)->getStatusCode());
    }

    public function test_route_needs_no_csrf_token_wherever_the_site_puts_it(): void
    {
        $this->boot();
        // Laravel does not check CSRF tokens in tests, unless the environment is another.
        $this->app->detectEnvironment(static fn (): string => 'production');
        self::assertSame(419, $this->post('/form-of-the-site')->getStatusCode(), 'The site checks CSRF tokens.');
        self::assertSame(403, $this->post('/cotp/callback')->getStatusCode());
        $route = Route::getRoutes()->getByName('cotp.callback');
        self::assertNotNull($route);
        self::assertSame([], $route->gatherMiddleware(), 'It is outside the group "web": no session, no cookies.');
        $route->middleware(['web', ValidateCsrfToken::class]);
        $route->flushController();
        $route->computedMiddleware = null;
        self::assertSame(403, $this->post('/cotp/callback')->getStatusCode());
    }

    public function test_account_has_its_own_route_and_keys(): void
    {
        $this->boot();
        $this->migrate();
        $this->app->make(Repository::class)->set('cotp.accounts.lodge', ['api_key' => 'k', 'base_uri' => 'http://127.0.0.1:1/api', 'callback_keys' => ['k' => str_repeat('l', 32)]]);
        $this->app->forgetInstance(CotpManager::class);
        $reference = $this->askWithoutService('lodge');
        $callback = FakeCallback::of(Cotp::account('lodge')->verifier()->url(self::URL, $reference), 'request-1', CotpStatus::CardStored);
        self::assertSame(403, $this->post($callback->url, $callback->body)->getStatusCode(), 'It was signed by another account.');
        self::assertSame(204, $this->post(str_replace('callback?', 'callback/lodge?', $callback->url), $callback->body)->getStatusCode());
    }

    /** @return string the reference of a question, which was reserved, but not sent */
    private function askWithoutService(string $account = 'default'): string
    {
        self::thrown(\CotpTransportException::class, fn () => Cotp::account($account)->ask(self::KEY, self::formFor()));
        $ask = Cotp::account($account)->find(self::KEY);
        self::assertNotNull($ask);
        return $ask->reference;
    }
}
