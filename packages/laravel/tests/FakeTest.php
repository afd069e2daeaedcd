<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests;

use Cotp\Laravel\Facades\Cotp;
use Cotp\Laravel\Tests\lib\SiteTestCase;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Event\CardStored;
use Cotp\Ledger\Exception\OutcomeUnknown;
use Cotp\Ledger\Ledger;
use Cotp\Testing\FakeCotp;
use CotpForm;
use CotpOutcomeUnknownException;
use CotpRequest;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Event;
use PHPUnit\Framework\AssertionFailedError;

final class FakeTest extends SiteTestCase
{
    public function test_fake_needs_neither_configuration_nor_migrations(): void
    {
        $this->boot(['COTP_API_KEY' => '', 'COTP_CALLBACK_KEYS' => '', 'COTP_LEDGER_SECRET' => '', 'APP_URL' => 'http://localhost']);
        $cotp = Cotp::fake();
        $stored = [];
        Event::listen(CardStored::class, static function (CardStored $event) use (&$stored): void {
            $stored[] = [$event->ask->key, $event->cardUri()];
        });
        DB::beginTransaction();                                     // as RefreshDatabase does
        $cotp->assertNothingSent();
        Cotp::ask(self::KEY, self::formFor());
        $this->app->make(Ledger::class)->ask(self::KEY, self::formFor());
        $cotp->assertSentOnceTo('guest@example.com');
        $cotp->assertSentOnce(static fn (CotpForm $form): bool => $form->bookerId === 'hotel-42');
        $card = $cotp->guestEntersCard();
        self::assertSame([204, 204, 204], $cotp->deliver());
        self::assertSame([[self::KEY, $card]], $stored);
        self::assertSame(Ending::CardStored, Cotp::account()->find(self::KEY)?->ending);
        DB::rollBack();
    }

    public function test_fake_replaces_what_the_container_injects(): void
    {
        $this->boot();
        self::assertNotInstanceOf(FakeCotp::class, $this->app->make(CotpRequest::class));
        $cotp = Cotp::fake();
        self::assertSame($cotp->client(), $this->app->make(CotpRequest::class));
        Cotp::ask(self::KEY, self::formFor());
        $again = Cotp::fake();
        self::assertNotSame($cotp, $again);
        $again->assertNothingSent();
        self::assertNull(Cotp::account()->find(self::KEY), 'The ledger of a new fake is empty.');
    }

    public function test_fake_loses_a_response(): void
    {
        $this->boot();
        $cotp = Cotp::fake();
        $cotp->loseNextResponse();
        self::thrown(CotpOutcomeUnknownException::class, fn () => Cotp::ask(self::KEY, self::formFor()));
        self::thrown(OutcomeUnknown::class, fn () => Cotp::ask(self::KEY, self::formFor()));
        $cotp->assertSentCount(1);
        $cotp->guestEntersCard();
        $cotp->deliver();
        self::assertSame(Ending::CardStored, Cotp::ask(self::KEY, self::formFor())->ending);
    }

    public function test_assertion_fails_for_the_wrong_guest_and_shows_no_address(): void
    {
        $this->boot();
        $cotp = Cotp::fake();
        Cotp::ask(self::KEY, self::formFor('other@example.com'));
        foreach ([fn () => $cotp->assertSentOnceTo('guest@example.com'), fn () => $cotp->assertNothingSent(), fn () => $cotp->assertSentCount(2)] as $assertion) {
            self::assertStringNotContainsString('@example.com', self::thrown(AssertionFailedError::class, $assertion)->getMessage());
        }
    }
}
