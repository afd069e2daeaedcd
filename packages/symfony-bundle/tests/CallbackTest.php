<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests;

use Closure;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Cotp\SymfonyBundle\Event\CallbackRejected;
use Cotp\SymfonyBundle\Event\CallbackStored;
use Cotp\SymfonyBundle\Ledger\LazyPdo;
use Cotp\SymfonyBundle\Tests\lib\Site;
use Cotp\SymfonyBundle\Tests\lib\SiteTestCase;
use Cotp\Testing\AssertsCotp;
use Cotp\Testing\CallbackUrls;
use Cotp\Testing\FakeCallback;
use CotpCallbackVerifier;
use CotpStatus;
use RuntimeException;
use Symfony\Component\EventDispatcher\EventDispatcher;
use Symfony\Component\HttpFoundation\Request;

final class CallbackTest extends SiteTestCase
{
    use AssertsCotp;

    public function test_card_is_stored_after_the_callback(): void
    {
        $this->boot();
        $this->ask();
        $this->ask();
        self::assertSentOnceTo('booking-1@example.com', $this->fake());
        $cardUri = $this->fake()->guestEntersCard();
        $responses = $this->fake()->deliver(fn (FakeCallback $callback) => $this->post($callback)->getStatusCode());
        self::assertSame([204, 204, 204], $responses);
        self::assertSame([], $this->service(Site::class)->cards, 'The controller only stores the callback.');
        $this->command('cotp:ledger:work');
        self::assertSame(['booking-1/card' => $cardUri], $this->service(Site::class)->cards);
        self::assertSame(Ending::CardStored, $this->ledger()->find('booking-1/card')?->ending);
    }

    public function test_callback_is_stored_once(): void
    {
        $this->boot();
        $this->ask();
        $stored = [];
        $this->listen(CallbackStored::class, static function (CallbackStored $event) use (&$stored): void {
            $stored[] = [$event->account, $event->callback->status];
            throw new RuntimeException('A listener failed.');
        });
        [$callback] = $this->fake()->takeCallbacks();
        self::assertSame([204, 204], [$this->post($callback)->getStatusCode(), $this->post($callback)->getStatusCode()]);
        $rows = $this->service(LazyPdo::class, 'cotp.ledger.pdo')->query('SELECT id FROM cotp_ledger_inbox');
        self::assertCount(1, $rows === false ? [] : $rows->fetchAll());
        self::assertSame(array_fill(0, 2, ['default', CotpStatus::MessageQueued]), $stored);
        self::assertTrue($this->log()->hasErrorThatContains('A listener of a callback failed.'));
    }

    public function test_rejected_callbacks_get_the_same_response(): void
    {
        $this->boot();
        $this->ask();
        $keys = ['test' => 'a secret of the tests, never one of production'];
        $reference = (string) $this->ledger()->find('booking-1/card')?->reference;
        $reasons = [];
        $this->listen(CallbackRejected::class, static function (CallbackRejected $event) use (&$reasons): void {
            $reasons[] = $event->reason;
        });
        $urls = [
            CallbackUrls::expired($keys, 'https://site.example/cotp/callback', $reference),
            CallbackUrls::foreign($keys, 'https://site.example/cotp/callback', $reference),
            'https://site.example/cotp/callback', 'https://site.example/cotp/callback?cotp[]=x', 'https://site.example/cotp/callback/no-such-account?cotp=x',
        ];
        foreach ($urls as $url) {
            $response = $this->post(FakeCallback::of($url, 'id', CotpStatus::CardStored));
            self::assertSame([403, ''], [$response->getStatusCode(), $response->getContent()]);
        }
        self::assertTrue($this->log()->hasNoticeThatContains('A callback was rejected.'));
        self::assertSame(['expired', 'bad_signature', 'bad_token', 'bad_token'], $reasons, 'Without the account that does not exist.');
    }

    public function test_callback_that_was_not_stored_is_not_accepted(): void
    {
        $this->boot();
        $this->ask();
        [$callback] = $this->fake()->takeCallbacks();
        $pdo = $this->service(LazyPdo::class, 'cotp.ledger.pdo');
        $pdo->exec('ALTER TABLE cotp_ledger_inbox RENAME TO away');
        self::assertSame(503, $this->post($callback)->getStatusCode());
        $pdo->exec('ALTER TABLE away RENAME TO cotp_ledger_inbox');
        self::assertSame(204, $this->post($callback)->getStatusCode());
    }

    public function test_reference_of_the_site_itself_is_not_accepted(): void
    {
        $this->boot();
        $verifier = $this->service(CotpCallbackVerifier::class, 'cotp.verifier.default');
        $url = $verifier->url('https://site.example/cotp/callback', 'booking-4711');
        self::assertSame(404, $this->post(FakeCallback::of($url, 'id', CotpStatus::CardStored))->getStatusCode());
    }

    public function test_lost_response_is_found_by_the_callback(): void
    {
        $this->boot();
        $this->fake()->loseNextResponse();
        self::assertSame(500, $this->ask()->getStatusCode());
        self::assertSame(AskState::Unknown, $this->ledger()->find('booking-1/card')?->state);
        $this->fake()->deliver($this->post(...));
        $this->command('cotp:ledger:work');
        self::assertSame(AskState::Sent, $this->ledger()->find('booking-1/card')?->state);
        self::assertSentCount(1, $this->fake());
    }

    public function test_other_methods_are_refused(): void
    {
        $this->boot();
        self::assertSame(405, $this->kernel->handle(Request::create('/cotp/callback'))->getStatusCode());
    }

    /** @param class-string $event */
    private function listen(string $event, Closure $listener): void
    {
        $this->service(EventDispatcher::class, 'event_dispatcher')->addListener($event, $listener);
    }
}
