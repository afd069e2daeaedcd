<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\Account;
use Cotp\Ledger\CotpSender;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Event\CardStored;
use Cotp\Ledger\Exception\OutcomeUnknown;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use Cotp\Testing\AssertsCotp;
use Cotp\Testing\FakeCallback;
use Cotp\Testing\FakeCotp;
use CotpOutcomeUnknownException;

/** The ledger with the fake of cotp/testing, as the README of that package says. */
final class FakeCotpTest extends LedgerTestCase
{
    use AssertsCotp;

    public function test_fake_cotp_sends_for_the_ledger(): void
    {
        $this->on('sqlite');
        $cotp = new FakeCotp();
        $verifier = $this->account()->verifier;
        $ledger = $this->ledger(accounts: new Account(new CotpSender($cotp), $verifier, 'https://site.example/cotp'));
        $ledger->ask(self::KEY, self::form());
        $ledger->ask(self::KEY, self::form());
        self::assertSentOnceTo('guest@example.com', $cotp);
        $cardUri = $cotp->guestEntersCard();
        $cotp->deliver(fn (FakeCallback $callback): bool => $ledger->receive($verifier->verify($callback->body, $callback->token())));
        $ledger->work();
        self::assertSame(Ending::CardStored, $ledger->find(self::KEY)?->ending);
        $stored = array_values(array_filter($this->doubles->events, static fn (object $event): bool => $event instanceof CardStored));
        self::assertSame($cardUri, $stored[0]->cardUri());

        $cotp->loseNextResponse();
        self::thrown(CotpOutcomeUnknownException::class, fn () => $ledger->ask('key-2', self::form()));
        self::thrown(OutcomeUnknown::class, fn () => $ledger->ask('key-2', self::form()));
        self::assertSentCount(2, $cotp);
        $cotp->deliver(fn (FakeCallback $callback): bool => $ledger->receive($verifier->verify($callback->body, $callback->token())));
        $ledger->work();
        self::assertSame($cotp->sent()[1]->requestId, $ledger->find('key-2')?->requestId);
    }
}
