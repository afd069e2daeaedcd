<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use BookingSite\Bookings;
use BookingSite\Desk;
use Closure;
use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\CotpSender;
use Cotp\Ledger\Ledger;
use CotpCallbackVerifier;
use CotpRequest;
use PHPUnit\Framework\Attributes\DataProvider;

/** An action that comes too late, because of another agent or of the guest, acts on nothing that the agent has not seen. */
final class OvertakenTest extends SiteTestCase
{
    /** Returns a desk on which something happens after it has looked at the newest request, and before it acts. */
    private static function desk(Site $site, Closure $meanwhile): Desk
    {
        $service = new CotpSender(new CotpRequest($site->key, "{$site->sandbox->url}/api"));
        $account = new Account($service, new CotpCallbackVerifier(['k1' => Site::SECRET]), "$site->url/callback.php");
        $accounts = new class ($account, $meanwhile) implements AccountProvider {
            private int $calls = 0;

            public function __construct(private Account $account, private Closure $meanwhile)
            {
            }

            public function account(string $name): Account
            {
                ++$this->calls !== 2 || ($this->meanwhile)();
                return $this->account;
            }
        };
        return new Desk(new Bookings($site->database), new Ledger($site->database->open('ledger'), $accounts, Site::SECRET));
    }

    #[DataProvider('databases')]
    public function testACancellationLeavesANewerLinkOpen(string $database): void
    {
        $site = Lab::on($database)->site();
        $booking = $site->newRequest()['booking_id'];
        $old = $site->sendId($booking);
        self::assertSame('asked', $site->click($booking, 'send-again', $old, ['channel' => 'sms']), 'another agent');
        self::assertSame('nothing-to-cancel', $site->click($booking, 'cancel', $old), 'a late click');
        self::assertSame(200, Http::get($site->link($site->request($booking)['request_id']))->status, 'the second link');
        $send = $site->sendId($booking);
        $desk = self::desk($site, static fn () => self::assertSame('asked', $site->click($booking, 'send-again', $send, ['channel' => 'email'])));
        self::assertSame('nothing-to-cancel', $desk->cancel(['id' => $booking], $send), 'a click at the same time');
        self::assertSame([3, 'sent'], [$site->request($booking)['attempt'], $site->request($booking)['state']]);
        self::assertSame(200, Http::get($site->link($site->request($booking)['request_id']))->status, 'the third link');
    }

    #[DataProvider('databases')]
    public function testSettingAsideDecidesNothingAboutANewerSend(string $database): void
    {
        $site = Lab::on($database)->site();
        $booking = $site->book();
        $site->sandbox->orderFault($site->key, ['kind' => 'drop_before', 'operation' => 'send', 'times' => 2]);
        self::assertSame('unknown', $site->ask($booking));
        $send = $site->sendId($booking);
        $desk = self::desk($site, static function () use ($site, $booking, $send): void {
            self::assertSame('set-aside', $site->click($booking, 'set-aside', $send), 'another agent');
            self::assertSame('unknown', $site->ask($booking), 'who asks again');
        });
        self::assertSame('outdated', $desk->setAside(['id' => $booking], $send));
        self::assertSame(['unknown', 'asked-already'], [$site->request($booking)['state'], $site->ask($booking)]);
    }

    #[DataProvider('databases')]
    public function testAGuestWhoseCardIsStoredButNotYetRecordedIsNotAskedAgain(string $database): void
    {
        $site = Lab::on($database)->site();
        $request = $site->newRequest();
        $booking = $request['booking_id'];
        $site->sandbox->fill($site->link($request['request_id']));
        $site->awaitCallback($request['reference'], 'CardStored');
        $site->sandbox->orderFault($site->key, ['kind' => 'error', 'operation' => 'retention_set', 'code' => -150]);
        $site->php('worker.php', '--once');
        self::assertSame(['ended', null], [$site->request($booking)['state'], $site->request($booking)['card_uri']], 'the site does not have the card');
        self::assertSame('card-stored', $site->ask($booking));
        self::assertSame(1, $site->sandbox->count($site->key, 'send')['received'], 'sends');
        // The worker was down for a month. The retention policy must still end in the future.
        $month = 30 * 86_400_000;
        $site->database->run("UPDATE cotp_ledger_question SET asked_at = asked_at - $month, state_at = state_at - $month, ended_at = ended_at - $month");
        $site->workAll();
        self::assertGreaterThan(time(), $site->request($booking)['retention_until']);
    }

    #[DataProvider('databases')]
    public function testACardIsRecordedOnceAndNotInPlaceOfALaterOne(string $database): void
    {
        $site = Lab::on($database)->site();
        $bookings = new Bookings($site->database);
        $booking = $site->book();
        foreach ([[2, 'second'], [1, 'first'], [2, 'again']] as [$attempt, $card]) {
            $bookings->cardIsNow($booking, $attempt, $card, 1);
            self::assertSame(['second', 2, 0], array_values(array_intersect_key((array) $bookings->find($booking), ['card_uri' => 0, 'card_attempt' => 0, 'card_renewed' => 0])), $card);
        }
    }
}
