<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Event\CardStored;
use Cotp\Ledger\Exception\RecipientLimit;
use Cotp\Ledger\Policies;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use Cotp\Ledger\Tests\lib\ScriptedSender;
use CotpState;
use CotpStatus;
use CotpTransportException;
use DateTimeImmutable;
use PHPUnit\Framework\Attributes\DataProvider;
use ValueError;

/** Rule 9: policies act through the same door, leave a row, and never send more often than their limit says. */
final class Rule09Test extends LedgerTestCase
{
    private const HOUR = 3600;

    /** Works, hour by hour. */
    private function workFor(int $hours, ?Policies $policies): void
    {
        for ($i = 0; $i < $hours; $i++) {
            $this->doubles->advance(self::HOUR);
            $this->ledger($policies)->work();
            $this->endLeases();
        }
    }

    #[DataProvider('databases')]
    public function test_rule09_nothing_happens_without_policies(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $this->workFor(48, null);
        self::assertSame([1, []], [count($this->service->sent), $this->service->deleted]);
    }

    #[DataProvider('databases')]
    public function test_rule09_reminder_replaces_the_link_and_leaves_a_row(string $database): void
    {
        $this->on($database);
        $policies = new Policies(remindAfter: 24 * self::HOUR, reminders: 2);
        $this->ledger($policies)->ask(self::KEY, self::form());
        $this->workFor(23, $policies);
        self::assertCount(1, $this->service->sent);
        $this->workFor(100, $policies);
        self::assertSame([3, ['request-1', 'request-2']], [count($this->service->sent), $this->service->deleted], 'two reminders at most');
        self::assertSame(
            [[1, 'ask', 'ended', 'canceled'], [2, 'remind', 'ended', 'canceled'], [3, 'remind', 'sent', null]],
            array_map(static fn (array $row): array => [is_numeric($row['attempt']) ? (int) $row['attempt'] : 0, $row['origin'], $row['state'], $row['ending']],
                $this->rows('SELECT attempt, origin, state, ending FROM cotp_ledger_question ORDER BY attempt')),
        );
        self::assertSame(['remind', 'remind'], array_column($this->rows("SELECT action FROM cotp_ledger_history WHERE actor = 'policy'"), 'action'));
        self::assertSame('guest@example.com', $this->service->sent[2]->email);
        self::assertNotSame($this->service->sent[0]->callbackUrl, $this->service->sent[1]->callbackUrl);
    }

    #[DataProvider('databases')]
    public function test_rule09_reminder_sends_once_whatever_fails(string $database): void
    {
        $this->on($database);
        $policies = new Policies(remindAfter: 24 * self::HOUR);
        $down = new CotpTransportException('the service could not be reached');
        $this->ledger($policies)->ask(self::KEY, self::form());
        $this->service->onRetrieve = array_fill(0, 30, ScriptedSender::throws($down));
        $this->service->onDelete = array_fill(0, 3, ScriptedSender::throws($down));
        $this->service->onSend = array_fill(0, 3, ScriptedSender::throws(self::notSent()));
        $this->workFor(200, $policies);
        self::assertCount(2, $this->service->sent);
        self::assertSame([[], [], []], [$this->service->onDelete, $this->service->onSend, $this->service->onRetrieve], 'all of it failed first');

        // Unknown: nothing more is sent, although the reminder may not have arrived.
        $this->ledger($policies)->ask('key-2', self::form());
        $this->service->loseNext(self::lost());
        $this->workFor(200, $policies);
        self::assertCount(4, $this->service->sent);
        self::assertSame(AskState::Unknown, $this->ledger()->find('key-2')?->state);
    }

    #[DataProvider('databases')]
    public function test_rule09_reminder_goes_on_after_the_process_died(string $database): void
    {
        $this->on($database);
        $policies = new Policies(remindAfter: 24 * self::HOUR);
        $this->ledger($policies)->ask(self::KEY, self::form());
        // The process died after the link was deleted and that was recorded, before the new row.
        $this->service->onDelete[] = function (): void {
            $this->service->statuses['request-1'] = CotpStatus::LinkExpired;
            throw new \Error('this process dies');
        };
        $this->workFor(30, $policies);
        self::assertCount(2, $this->service->sent);
        self::assertSame([2, AskState::Sent], [($ask = $this->ledger()->find(self::KEY))?->attempt, $ask?->state]);
    }

    #[DataProvider('databases')]
    public function test_rule09_no_reminder_within_30_minutes_after_the_form_was_viewed(string $database): void
    {
        $this->on($database);
        $policies = new Policies(remindAfter: 24 * self::HOUR);
        $this->ledger($policies)->ask(self::KEY, self::form());
        $this->service->statuses['request-1'] = CotpStatus::FormViewed;     // its callback was lost
        $this->doubles->advance(25 * self::HOUR);
        $this->sql('UPDATE cotp_ledger_question SET due_at = due_at * 2');
        $this->ledger($policies)->work();
        self::assertCount(1, $this->service->sent, 'seen by the Retrieve just before');
        $this->endLeases();
        $this->doubles->advance(29 * 60);
        $this->ledger($policies)->work();
        self::assertCount(1, $this->service->sent);
        $this->doubles->advance(60 * 60);
        $this->endLeases();
        $this->ledger($policies)->work();
        self::assertCount(1, $this->service->sent, 'the clock of the database counts, whatever the clock of the machine shows');
        $this->sql('UPDATE cotp_ledger_question SET viewed_at = viewed_at - 1801000');
        $this->doubles->advance(60 * 60);
        $this->endLeases();
        $this->ledger($policies)->work();
        self::assertCount(2, $this->service->sent);
        self::thrown(ValueError::class, fn () => new Policies(afterViewed: 1799));
    }

    #[DataProvider('databases')]
    public function test_rule09_no_reminder_after_the_end(string $database): void
    {
        $this->on($database);
        $policies = new Policies(remindAfter: 24 * self::HOUR, emailOnMessageFailed: true, expireAfter: 48 * self::HOUR);
        foreach ([CotpStatus::CardStored, CotpStatus::LinkExpired] as $i => $status) {
            $ask = $this->ledger($policies)->ask("key-$i", self::form(phone: '+4915112345678'), fallbackEmail: 'guest@example.com');
            $this->service->statuses[(string) $ask->requestId] = $status;
        }
        $this->workFor(72, $policies);
        self::assertSame([2, []], [count($this->service->sent), $this->service->deleted]);
    }

    #[DataProvider('databases')]
    public function test_rule09_failed_sms_is_sent_once_by_email(string $database): void
    {
        $this->on($database);
        $policies = new Policies(emailOnMessageFailed: true);
        $ask = $this->ledger($policies)->ask(self::KEY, self::form(phone: '+4915112345678'), fallbackEmail: 'guest@example.com');
        $this->service->statuses['request-1'] = CotpStatus::MessageFailed;
        $this->ledger($policies)->receive($this->event($ask, 'request-1', CotpStatus::MessageFailed));
        $this->service->onSend = array_fill(0, 2, ScriptedSender::throws(self::notSent()));
        $this->workFor(24, $policies);
        self::assertSame([2, 'guest@example.com', null], [count($this->service->sent), $this->service->sent[1]->email, $this->service->sent[1]->phone]);
        $this->service->statuses['request-2'] = CotpStatus::MessageFailed;
        $this->workFor(24, $policies);
        self::assertCount(2, $this->service->sent);
        self::assertSame(['ask', 'switch'], array_column($this->rows('SELECT origin FROM cotp_ledger_question ORDER BY attempt'), 'origin'));
        self::assertSame('', $this->value('SELECT form_encrypted FROM cotp_ledger_question WHERE attempt = 1'));
    }

    #[DataProvider('databases')]
    public function test_rule09_failed_sms_without_another_address_stays_failed(string $database): void
    {
        $this->on($database);
        $policies = new Policies(emailOnMessageFailed: true);
        $this->ledger($policies)->ask(self::KEY, self::form(phone: '+4915112345678'));
        $this->service->statuses['request-1'] = CotpStatus::MessageFailed;
        $this->workFor(24, $policies);
        self::assertCount(1, $this->service->sent);
        self::assertSame(Ending::Failed, $this->ledger()->find(self::KEY)?->ending);
    }

    #[DataProvider('databases')]
    public function test_rule09_expired_link_is_deleted(string $database): void
    {
        $this->on($database);
        $policies = new Policies(expireAfter: 24 * self::HOUR);
        $this->ledger($policies)->ask(self::KEY, self::form());
        $this->workFor(23, $policies);
        self::assertSame([], $this->service->deleted);
        $this->workFor(48, $policies);
        self::assertSame(['request-1'], $this->service->deleted);
        self::assertSame(Ending::Canceled, $this->ledger()->find(self::KEY)?->ending);
        self::assertCount(1, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule09_recipient_limit_counts_over_all_questions(string $database): void
    {
        $this->on($database);
        $policies = new Policies(messagesPerRecipient: 2, recipientWindow: 24 * self::HOUR);
        $this->ledger($policies)->ask('key-1', self::form());
        $this->service->failNext(self::notSent());
        self::thrown(CotpTransportException::class, fn () => $this->ledger($policies)->ask('key-2', self::form()));
        $this->ledger($policies)->ask('key-3', self::form('GUEST@example.com'));
        self::thrown(RecipientLimit::class, fn () => $this->ledger($policies)->ask('key-4', self::form()));
        self::thrown(RecipientLimit::class, fn () => $this->ledger($policies)->ask('key-2', self::form()));
        $this->ledger($policies)->ask('key-5', self::form('other@example.com'));
        self::assertCount(3, $this->service->sent);
        self::assertNull($this->ledger()->find('key-4'), 'it can be asked later');
        $this->doubles->advance(25 * self::HOUR);
        self::assertTrue($this->ledger($policies)->ask('key-4', self::form())->isNew);
    }

    #[DataProvider('databases')]
    public function test_rule09_recipient_limit_keeps_the_old_link_of_a_reminder(string $database): void
    {
        $this->on($database);
        $policies = new Policies(remindAfter: 24 * self::HOUR, messagesPerRecipient: 1, recipientWindow: 72 * self::HOUR);
        $this->ledger($policies)->ask(self::KEY, self::form());
        $this->workFor(71, $policies);
        self::assertSame([1, []], [count($this->service->sent), $this->service->deleted]);
        self::assertSame([], array_filter($this->doubles->lines, static fn (string $line): bool => str_starts_with($line, 'error')), 'a limit is not a failure');
        $this->workFor(3, $policies);
        self::assertCount(2, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule09_recipient_limit_keeps_the_old_link_of_ask_again(string $database): void
    {
        $this->on($database);
        $policies = new Policies(messagesPerRecipient: 1, recipientWindow: 24 * self::HOUR);
        $this->ledger($policies)->ask(self::KEY, self::form());
        self::thrown(RecipientLimit::class, fn () => $this->ledger($policies)->askAgain(self::KEY, 1, self::form()));
        self::assertSame([[], AskState::Sent], [$this->service->deleted, $this->ledger()->find(self::KEY)?->state]);
        $this->doubles->advance(25 * self::HOUR);
        self::assertTrue($this->ledger($policies)->askAgain(self::KEY, 1, self::form())->isNew);
    }

    #[DataProvider('databases')]
    public function test_rule09_recipient_limit_survives_a_new_secret(string $database): void
    {
        $this->on($database);
        $policies = new Policies(remindAfter: 20 * self::HOUR, messagesPerRecipient: 2, recipientWindow: 30 * self::HOUR);
        [$old, $new] = [['old' => str_repeat('o', 32)], ['new' => str_repeat('n', 32), 'old' => str_repeat('o', 32)]];
        $this->ledger($policies, secret: $old)->ask('key-1', self::form());
        $this->ledger($policies, secret: $new)->ask('key-2', self::form());
        self::thrown(RecipientLimit::class, fn () => $this->ledger($policies, secret: $new)->ask('key-3', self::form()));
        $this->doubles->advance(21 * self::HOUR);
        $this->ledger($policies, secret: $new)->work();
        self::assertSame([2, []], [count($this->service->sent), $this->service->deleted], 'reminders are limited too');
        $this->ledger($policies, secret: $new)->forget('key-2');
        self::assertSame('0', $this->value('SELECT count(*) FROM cotp_ledger_recipient'), 'the row with the old digest was only a lock');
        $this->doubles->advance(10 * self::HOUR);
        self::assertTrue($this->ledger($policies, secret: $new)->ask('key-3', self::form())->isNew);
    }

    #[DataProvider('databases')]
    public function test_rule09_quiet_hours_are_those_of_the_guest(string $database): void
    {
        $this->on($database);
        $policies = new Policies(remindAfter: 24 * self::HOUR, quietFrom: 21, quietUntil: 8);
        $this->doubles->now = new DateTimeImmutable('2026-11-29T14:30:00Z');        // 23:30 in Tokyo
        $this->ledger($policies)->ask(self::KEY, self::form(), timeZone: 'Asia/Tokyo');
        $this->workFor(32, $policies);          // 22:30 UTC, 07:30 in Tokyo
        self::assertSame([1, []], [count($this->service->sent), $this->service->deleted]);
        $this->workFor(1, $policies);           // 08:30 in Tokyo, a quiet hour of UTC
        self::assertCount(2, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule09_original_card_is_deleted_only_by_choice_and_after_the_listener(string $database): void
    {
        $this->on($database);
        $form = self::form(cardUri: 'https://vault.example/original');
        $policies = new Policies(deleteOriginal: true);
        $without = new Policies(remindAfter: 1_000_000_000);        // the form is stored, but the original must not be deleted
        foreach ([$without, $policies] as $i => $chosen) {
            $fails = $chosen === $without ? 0 : 1;
            $this->doubles->listener = function (object $event) use (&$fails): void {
                self::assertSame([], $this->service->deletedCards);
                if ($event instanceof CardStored && $fails-- > 0) {
                    throw new \RuntimeException('the site could not store the new card');
                }
            };
            $ask = $this->ledger($chosen)->ask("key-$i", $form);
            $this->service->statuses[(string) $ask->requestId] = CotpStatus::CardStored;
            $this->workFor(1, $chosen);
            self::assertSame([], $this->service->deletedCards);
            $this->workFor(2, $chosen);
            self::assertSame($chosen === $without ? [] : ['https://vault.example/original'], $this->service->deletedCards);
        }
        $this->service->deletedCards = [];
        $this->doubles->listener = null;
        $ask = $this->ledger($policies)->ask('key-same', $form);
        $this->service->onRetrieve[] = static fn (string $id): CotpState => new CotpState($id, CotpStatus::CardStored, 'CardStored', 'https://vault.example/original');
        $this->workFor(2, $policies);
        self::assertSame([AskState::Ended, []], [$this->ledger()->find('key-same')?->state, $this->service->deletedCards], 'Retrieve showed the same card');
    }
}
