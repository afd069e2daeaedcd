<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\AskState;
use Cotp\Ledger\Event\CardStored;
use Cotp\Ledger\Exception\InboxFull;
use Cotp\Ledger\Exception\TransactionOpen;
use Cotp\Ledger\Settings;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use Cotp\Ledger\Tests\lib\ScriptedSender;
use CotpCallback;
use CotpState;
use CotpStatus;
use CotpTransportException;
use PHPUnit\Framework\Attributes\DataProvider;
use ValueError;

/** Rule 5: callbacks are stored first and processed separately; the state only comes from Retrieve, and only moves forward. */
final class Rule05Test extends LedgerTestCase
{
    #[DataProvider('databases')]
    public function test_rule05_receive_commits_the_event_once_without_http(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::form());
        $event = $this->event($ask, 'request-1', CotpStatus::FormViewed);
        self::assertTrue($this->ledger()->receive($event));
        self::assertTrue($this->ledger()->receive($event));
        self::assertSame('1', $this->value("SELECT count(*) FROM cotp_ledger_inbox WHERE state = 'waiting'"));
        self::assertSame([], $this->service->retrieved);
        $this->ledger()->work();
        $this->ledger()->receive($event);
        self::assertSame(0, $this->ledger()->work()->callbacks);
        self::assertCount(1, $this->service->retrieved);
    }

    #[DataProvider('databases')]
    public function test_rule05_receive_refuses_what_would_not_be_stored(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::form());
        $pdo = $this->engine->connect();
        $pdo->exec('BEGIN');
        self::thrown(TransactionOpen::class, fn () => $this->ledger(pdo: $pdo)->receive($this->event($ask, 'request-1', CotpStatus::FormViewed)));
        $pdo->exec('ROLLBACK');
        $unverified = CotpCallback::parseUnverified('{"LastNotifiedStatus":"CardStored","RequestID":"request-1","LastNotifiedTime":"2026-11-29T12:00:00"}');
        self::thrown(ValueError::class, fn () => $this->ledger()->receive($unverified));
        self::assertFalse($this->ledger()->receive(new CotpCallback('booking-1', 'request-1', CotpStatus::CardStored, 'CardStored', '2026-11-29T12:00:00')));
        self::assertSame('0', $this->value('SELECT count(*) FROM cotp_ledger_inbox'));
    }

    #[DataProvider('databases')]
    public function test_rule05_dedupe_is_per_reference(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::form());
        $other = $this->ledger()->ask('key-2', self::form());
        $this->service->statuses['request-1'] = CotpStatus::CardStored;
        $this->ledger()->receive($this->event($other, 'request-1', CotpStatus::CardStored));      // the owner of another callback URL was faster
        $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::CardStored));
        $this->ledger()->work();
        self::assertSame(AskState::Ended, $this->ledger()->find(self::KEY)?->state);
    }

    #[DataProvider('databases')]
    public function test_rule05_body_of_callback_is_only_a_hint(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::form());
        $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::CardStored));
        $this->ledger()->work();
        self::assertSame(CotpStatus::MessageQueued, $this->ledger()->find(self::KEY)?->status);
    }

    #[DataProvider('databases')]
    public function test_rule05_any_order_ends_in_the_same_state(string $database): void
    {
        $this->on($database);
        $statuses = [CotpStatus::MessageQueued, CotpStatus::FormViewed, CotpStatus::StoreFailed, CotpStatus::CardStored];
        foreach ([[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1], [2, 1, 0], [1, 2, 0]] as $n => $order) {
            $ask = $this->ledger()->ask("key-$n", self::form());
            foreach ($order as $i) {
                $this->service->onRetrieve[] = static fn (string $id): CotpState => new CotpState($id, $statuses[$i], $statuses[$i]->value, 'https://vault.example/card');
                $this->ledger()->receive($this->event($ask, (string) $ask->requestId, $statuses[$i], "2026-11-29T12:00:0$i"));
                $this->ledger()->work();
            }
            $expected = count($order) === 4 ? [AskState::Ended, CotpStatus::CardStored] : [AskState::Sent, CotpStatus::StoreFailed];
            self::assertSame($expected, [($found = $this->ledger()->find("key-$n"))?->state, $found?->status]);
            $this->service->onRetrieve = [];
        }
        self::assertCount(4, array_keys($this->doubles->names(), 'CardStored', true));
    }

    #[DataProvider('databases')]
    public function test_rule05_one_retrieve_covers_the_callbacks_that_wait(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::form());
        foreach ([1, 2, 3] as $second) {
            $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::FormViewed, "2026-11-29T12:00:0$second"));
        }
        $this->service->onRetrieve[] = function () use ($ask): null {
            $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::CardStored, '2026-11-29T12:00:04'));      // after Retrieve was called
            return null;
        };
        $this->ledger()->work(1);
        self::assertSame(['3', '1'], [
            $this->value("SELECT count(*) FROM cotp_ledger_inbox WHERE state = 'done'"), $this->value("SELECT count(*) FROM cotp_ledger_inbox WHERE state = 'waiting'"),
        ]);
    }

    #[DataProvider('databases')]
    public function test_rule05_failed_processing_is_repeated_and_then_set_aside(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::form());
        $this->service->onRetrieve = array_fill(0, 2, ScriptedSender::throws(new CotpTransportException('the service could not be reached')));
        $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::MessageQueued));
        self::assertSame(1, $this->ledger()->work()->failures);
        self::assertSame(0, $this->ledger()->work()->callbacks, 'not due yet');
        $this->doubles->advance(5);
        self::assertSame(1, $this->ledger(settings: new Settings(attemptsPerCallback: 2, lookUpsPerSecond: 100))->work()->failures);
        self::assertSame('failed', $this->value('SELECT state FROM cotp_ledger_inbox'));
        $this->doubles->advance(600);
        self::assertSame(1, $this->ledger()->work()->lookUps, 'the look-ups go on');
    }

    #[DataProvider('databases')]
    public function test_rule05_listener_of_stored_card_is_called_until_it_returns(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::form());
        $this->service->statuses['request-1'] = CotpStatus::CardStored;
        $calls = 0;
        $this->doubles->listener = static function (object $event) use (&$calls): void {
            if ($event instanceof CardStored && ++$calls < 3) {
                throw new \RuntimeException('the database of the site is away; guest@example.com');
            }
        };
        $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::CardStored));
        for ($i = 0; $i < 5; $i++) {
            $this->ledger()->work();
            $this->doubles->advance(3600);
            $this->endLeases();
        }
        self::assertSame([3, '1'], [$calls, $this->value('SELECT notified FROM cotp_ledger_question')]);
        self::assertStringNotContainsString('guest@example.com', implode("\n", $this->doubles->lines));
        $stored = array_values(array_filter($this->doubles->events, static fn (object $event): bool => $event instanceof CardStored));
        self::assertSame('https://vault.example/card-of-request-1', $stored[0]->cardUri());
    }

    #[DataProvider('databases')]
    public function test_rule05_flood_on_one_callback_url_is_limited(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::form());
        $ledger = $this->ledger(settings: new Settings(waitingPerReference: 3));
        foreach ([1, 2, 3] as $i) {
            $ledger->receive($this->event($ask, "forged-$i", CotpStatus::CardStored));
        }
        $fault = self::thrown(InboxFull::class, fn () => $ledger->receive($this->event($ask, 'forged-4', CotpStatus::CardStored)));
        self::assertTrue($fault->isRetryable());
        $ledger->receive($this->event($ask, 'forged-1', CotpStatus::CardStored));
    }
}
