<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\AskState;
use Cotp\Ledger\Exception\InProgress;
use Cotp\Ledger\Exception\UnknownKey;
use Cotp\Ledger\Policies;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use CotpStatus;
use PHPUnit\Framework\Attributes\DataProvider;

/** Rule 14: forget() removes what is personal, and names the other places. */
final class Rule14Test extends LedgerTestCase
{
    #[DataProvider('databases')]
    public function test_rule14_forget_removes_digests_form_and_callbacks(string $database): void
    {
        $this->on($database);
        $policies = new Policies(remindAfter: 3600, messagesPerRecipient: 5);
        $ask = $this->ledger($policies)->ask(self::KEY, self::form(), timeZone: 'Europe/Rome');
        $other = $this->ledger($policies)->ask('other', self::form('other@example.com'));
        $this->ledger($policies)->receive($this->event($ask, 'request-1', CotpStatus::FormViewed));
        $this->ledger($policies)->receive($this->event($other, 'request-2', CotpStatus::FormViewed));

        $report = $this->ledger($policies)->forget(self::KEY);

        self::assertSame([1, 1], [$report->attempts, $report->callbacks]);
        $columns = 'form_digest, callback_digest, recipient_digest, form_encrypted, unconfirmed_id, time_zone, policy_at';
        $row = $this->rows("SELECT $columns FROM cotp_ledger_question WHERE question_key = '" . self::KEY . "'")[0];
        self::assertSame([7, []], [count($row), array_filter($row, static fn (mixed $value): bool => $value !== null)]);
        self::assertSame(['1', '1'], [$this->value('SELECT count(*) FROM cotp_ledger_inbox'), $this->value('SELECT count(*) FROM cotp_ledger_recipient')]);
        self::assertSame($other->reference, $this->value('SELECT reference FROM cotp_ledger_inbox'));
        self::assertNotSame('', $this->value("SELECT form_encrypted FROM cotp_ledger_question WHERE question_key = 'other'"));
        $this->doubles->advance(86_400);
        $this->sql('UPDATE cotp_ledger_question SET due_at = due_at * 2');
        $this->ledger($policies)->work();
        self::assertSame(1, $this->ledger()->find(self::KEY)?->attempt, 'no reminder without a form');
    }

    #[DataProvider('databases')]
    public function test_rule14_forgotten_question_is_not_asked_again(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $this->service->loseNext(self::lost());
        self::thrown(\CotpException::class, fn () => $this->ledger()->ask('key-2', self::form()));
        $this->ledger()->forget(self::KEY);
        $this->ledger()->forget('key-2');
        self::assertFalse($this->ledger()->ask(self::KEY, self::form())->isNew);
        self::thrown(\Cotp\Ledger\Exception\OutcomeUnknown::class, fn () => $this->ledger()->ask('key-2', self::form()));
        self::assertCount(2, $this->service->sent);
        // The callback still finds its question.
        $unknown = $this->ledger()->unknown()[0];
        $this->ledger()->receive($this->event($unknown, 'request-2', CotpStatus::MessageQueued));
        $this->ledger()->work();
        self::assertSame(AskState::Sent, $this->ledger()->find('key-2')?->state);
    }

    #[DataProvider('databases')]
    public function test_rule14_forget_names_the_places_that_the_site_has_to_clear(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $elsewhere = implode("\n", $this->ledger()->forget(self::KEY)->elsewhere);
        foreach (['queue', 'failed jobs', 'logs', 'Backups', 'PCI Booking'] as $place) {
            self::assertStringContainsString($place, $elsewhere);
        }
        self::thrown(UnknownKey::class, fn () => $this->ledger()->forget('no-such-key'));
        $this->service->onSend[] = fn () => self::thrown(InProgress::class, fn () => $this->ledger()->forget('key-2'));
        $this->ledger()->ask('key-2', self::form());
    }
}
