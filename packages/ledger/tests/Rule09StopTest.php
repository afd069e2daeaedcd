<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Closure;
use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Exception\AlreadyReplaced;
use Cotp\Ledger\Exception\FormDiffers;
use Cotp\Ledger\Exception\InProgress;
use Cotp\Ledger\Exception\NotReplaceable;
use Cotp\Ledger\Exception\OldLinkOpen;
use Cotp\Ledger\Exception\OutcomeUnknown;
use Cotp\Ledger\FormVault;
use Cotp\Ledger\Internal\Clock;
use Cotp\Ledger\Internal\Database;
use Cotp\Ledger\Internal\Digests;
use Cotp\Ledger\Internal\Questions;
use Cotp\Ledger\Policies;
use Cotp\Ledger\Settings;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use Cotp\Ledger\Tests\lib\ScriptedSender;
use CotpForm;
use CotpState;
use CotpStatus;
use CotpTransportException;
use PHPUnit\Framework\Attributes\DataProvider;

/** Rule 9: what stops a policy, also while it is acting. */
final class Rule09StopTest extends LedgerTestCase
{
    private Policies $policies;

    private function start(string $database): void
    {
        $this->on($database);
        $this->policies = new Policies(remindAfter: 86_400, reminders: 3, emailOnMessageFailed: true);
    }

    private function workFor(int $hours): void
    {
        for ($i = 0; $i < $hours; $i++) {
            $this->doubles->advance(3600);
            $this->ledger($this->policies)->work();
            $this->endLeases();
        }
    }

    /** @return Closure(string): CotpForm */
    private static function sms(): Closure
    {
        return self::form(phone: '+4915112345678');
    }

    private function askBySms(string $key = self::KEY): Ask
    {
        return $this->ledger($this->policies)->ask($key, self::sms(), fallbackEmail: 'guest@example.com');
    }

    private function messageFails(Ask $ask): void
    {
        $this->service->statuses[(string) $ask->requestId] = CotpStatus::MessageFailed;
        $this->ledger($this->policies)->receive($this->event($ask, (string) $ask->requestId, CotpStatus::MessageFailed));
    }

    #[DataProvider('databases')]
    public function test_rule09_cancel_while_a_reminder_acts_stops_it(string $database): void
    {
        foreach (['onRetrieve', 'onDelete'] as $point) {
            $this->start($database);
            $this->ledger($this->policies)->ask(self::KEY, self::form());
            $this->workFor(23);
            $cancel = function () use ($point): ?CotpState {
                $this->service->onRetrieve = $this->service->onDelete = [];
                self::assertSame(Ending::Canceled, $this->ledger($this->policies)->cancel(self::KEY)->ending, $point);
                return null;
            };
            $point === 'onRetrieve' ? $this->service->onRetrieve = [$cancel] : $this->service->onDelete = [$cancel];
            $this->sql('UPDATE cotp_ledger_question SET due_at = due_at * 2');
            $this->workFor(100);
            self::assertSame([1, 1], [count($this->service->sent), $this->ledger()->find(self::KEY)?->attempt], $point);
            self::assertSame('', $this->value('SELECT form_encrypted FROM cotp_ledger_question'));
        }
    }

    #[DataProvider('databases')]
    public function test_rule09_cancel_while_a_reminder_is_sent_has_to_be_repeated(string $database): void
    {
        $this->start($database);
        $this->ledger($this->policies)->ask(self::KEY, self::form());
        $this->service->onSend[] = function (): void {
            $fault = self::thrown(InProgress::class, fn () => $this->ledger($this->policies)->cancel(self::KEY));
            self::assertTrue($fault->isRetryable());
        };
        $this->workFor(100);
        self::assertSame([2, ['request-1']], [count($this->service->sent), $this->service->deleted], 'the other two reminders are stopped');
        self::assertSame(Ending::Canceled, $this->ledger($this->policies)->cancel(self::KEY)->ending);
        self::assertSame(['request-1', 'request-2'], $this->service->deleted);
    }

    #[DataProvider('databases')]
    public function test_rule09_late_worker_does_not_act_for_its_successor(string $database): void
    {
        $this->start($database);
        $this->ledger($this->policies)->ask(self::KEY, self::form());
        $this->workFor(23);
        $this->sql('UPDATE cotp_ledger_question SET due_at = due_at * 2');
        $this->service->onRetrieve[] = function (): ?CotpState {
            $this->sql('UPDATE cotp_ledger_question SET fence = fence + 1');        // the lease is over, and another worker has claimed the row
            return null;
        };
        $this->workFor(1);
        self::assertSame([1, []], [count($this->service->sent), $this->service->deleted]);
        $this->workFor(1);
        self::assertSame([2, ['request-1']], [count($this->service->sent), $this->service->deleted]);
    }

    #[DataProvider('databases')]
    public function test_rule09_cancel_of_a_failed_reminder_stops_it(string $database): void
    {
        $this->start($database);
        $down = new CotpTransportException('the service could not be reached');
        // The old link could not be deleted.
        $this->ledger($this->policies)->ask('key-1', self::form());
        $this->service->onDelete = [ScriptedSender::throws($down)];
        $this->workFor(24);
        self::assertSame('remind', $this->value('SELECT policy_step FROM cotp_ledger_question'));
        self::assertSame(Ending::Canceled, $this->ledger($this->policies)->cancel('key-1')->ending);
        $this->workFor(100);
        self::assertCount(1, $this->service->sent);

        // The old link was deleted, but the new one could not be sent.
        $this->ledger($this->policies)->ask('key-2', self::form());
        $this->workFor(23);
        $this->service->failNext(self::notSent());
        $this->workFor(1);
        self::assertSame([2, AskState::NotSent], [($ask = $this->ledger()->find('key-2'))?->attempt, $ask?->state]);
        self::thrown(NotReplaceable::class, fn () => $this->ledger($this->policies)->cancel('key-2'));
        $this->workFor(100);
        self::assertCount(2, $this->service->sent);
        self::assertTrue($this->ledger($this->policies)->ask('key-2', self::form())->isNew, 'a person may still ask');
        $this->workFor(25);
        self::assertCount(4, $this->service->sent, 'that starts the policies again');
    }

    #[DataProvider('databases')]
    public function test_rule09_cancel_stops_the_switch_to_email(string $database): void
    {
        $this->start($database);
        $this->policies = new Policies(emailOnMessageFailed: true, quietFrom: 0, quietUntil: 23);
        $this->messageFails($this->askBySms());
        $this->workFor(2);
        self::assertSame(Ending::Failed, $this->ledger($this->policies)->cancel(self::KEY)->ending);
        $this->workFor(48);
        self::assertCount(1, $this->service->sent);
        self::assertSame('', $this->value('SELECT form_encrypted FROM cotp_ledger_question'));
    }

    #[DataProvider('databases')]
    public function test_rule09_cancel_that_fails_stops_the_policies_all_the_same(string $database): void
    {
        $this->start($database);
        $down = new CotpTransportException('the service could not be reached');
        $ask = $this->askBySms();
        $this->service->onDelete = [ScriptedSender::throws($down)];
        self::thrown(OldLinkOpen::class, fn () => $this->ledger($this->policies)->cancel(self::KEY));
        $this->messageFails($ask);
        $this->workFor(100);
        self::assertSame([1, Ending::Failed], [count($this->service->sent), $this->ledger()->find(self::KEY)?->ending]);

        // The outcome of the send was not known yet.
        $this->service->loseNext(self::lost());
        self::thrown(\CotpException::class, fn () => $this->ledger($this->policies)->ask('key-2', self::form()));
        self::thrown(OutcomeUnknown::class, fn () => $this->ledger($this->policies)->cancel('key-2'));
        $ask = $this->ledger()->find('key-2') ?? self::fail('no row');
        $this->ledger($this->policies)->receive($this->event($ask, 'request-2', CotpStatus::MessageQueued));
        $this->workFor(100);
        self::assertSame([2, AskState::Sent], [count($this->service->sent), $this->ledger()->find('key-2')?->state]);
        self::assertSame(2, $this->ledger($this->policies)->askAgain('key-2', 1, self::form())->attempt);
        $this->workFor(25);
        self::assertCount(4, $this->service->sent, 'askAgain() starts the policies again');
    }

    #[DataProvider('databases')]
    public function test_rule09_cancel_that_fails_while_a_reminder_acts_stops_the_policies(string $database): void
    {
        $this->start($database);
        $fails = ScriptedSender::throws(new CotpTransportException('the service could not be reached'));
        $ask = $this->askBySms();
        $this->workFor(23);
        $this->sql('UPDATE cotp_ledger_question SET due_at = due_at * 2');
        $this->service->onDelete = [$fails, $fails];        // of the cancellation, and of the reminder
        $this->service->onRetrieve = [function (): ?CotpState {
            self::thrown(OldLinkOpen::class, fn () => $this->ledger($this->policies)->cancel(self::KEY));
            return null;
        }];
        $this->workFor(1);
        self::assertSame([[], 'stopped'], [$this->service->onDelete, $this->value('SELECT policy_step FROM cotp_ledger_question')]);
        $this->workFor(10);
        self::assertSame([1, AskState::Sent], [count($this->service->sent), $this->ledger()->find(self::KEY)?->state]);
        $this->messageFails($ask);
        $this->workFor(10);
        self::assertSame([1, Ending::Failed], [count($this->service->sent), $this->ledger()->find(self::KEY)?->ending]);
    }

    #[DataProvider('databases')]
    public function test_rule09_worker_that_ends_late_does_not_start_stopped_policies(string $database): void
    {
        foreach ([null, 1] as $next) {
            $this->start($database);
            $ask = $this->askBySms();
            $this->doubles->advance(86_400);
            $questions = new Questions(
                new Database($this->engine->connect()), new Clock($this->doubles), new Settings(), $this->policies, new Digests(self::SECRET), new FormVault(str_repeat('v', 32)),
            );
            $row = $questions->claim('policy_at') ?? self::fail('nothing is due');
            $this->service->onDelete = [ScriptedSender::throws(new CotpTransportException('the service could not be reached'))];
            self::thrown(OldLinkOpen::class, fn () => $this->ledger($this->policies)->cancel(self::KEY));
            self::assertTrue($questions->reschedulePolicy($row, $next));
            $this->messageFails($ask);
            $this->workFor(10);
            self::assertSame([1, Ending::Failed], [count($this->service->sent), $this->ledger()->find(self::KEY)?->ending]);
        }
    }

    #[DataProvider('databases')]
    public function test_rule09_forget_while_a_reminder_acts_stops_it(string $database): void
    {
        $this->start($database);
        $this->ledger($this->policies)->ask(self::KEY, self::form());
        $this->service->onDelete[] = fn () => $this->ledger()->forget(self::KEY);
        $this->workFor(100);
        self::assertCount(1, $this->service->sent);
        self::assertSame('', $this->value('SELECT form_encrypted FROM cotp_ledger_question'));
    }

    #[DataProvider('databases')]
    public function test_rule09_stored_card_stops_a_policy_that_acts(string $database): void
    {
        foreach ([CotpStatus::MessageQueued, CotpStatus::MessageFailed] as $status) {
            $this->start($database);
            $ask = $this->askBySms();
            $this->workFor(22);
            $status === CotpStatus::MessageFailed ? $this->messageFails($ask) : $this->workFor(1);
            // The callback is processed after the policy has looked: before the delete of a reminder, and before the new row of a switch.
            $stores = function () use ($ask): ?CotpState {
                $this->service->onDelete = $this->service->onRetrieve = [];
                $this->service->statuses['request-1'] = CotpStatus::CardStored;
                $this->ledger($this->policies)->receive($this->event($ask, 'request-1', CotpStatus::CardStored));
                $this->ledger($this->policies)->work(1);
                return null;
            };
            $status === CotpStatus::MessageFailed ? $this->service->onRetrieve = [fn () => null, $stores] : $this->service->onDelete = [$stores];
            $this->workFor(100);
            self::assertSame([1, Ending::CardStored], [count($this->service->sent), $this->ledger()->find(self::KEY)?->ending], $status->value);
        }
    }

    #[DataProvider('databases')]
    public function test_rule09_switch_to_email_looks_first(string $database): void
    {
        $ends = [[CotpStatus::CardStored, Ending::CardStored], [CotpStatus::FormViewed, null], [CotpStatus::LinkExpired, Ending::Expired]];
        foreach ($ends as [$status, $ending]) {
            $this->start($database);
            $this->policies = new Policies(emailOnMessageFailed: true, quietFrom: 12, quietUntil: 15);
            $this->messageFails($this->askBySms());
            $this->workFor(2);
            self::assertSame(Ending::Failed, $this->ledger()->find(self::KEY)?->ending);
            $this->service->statuses['request-1'] = $status;     // the SMS has arrived all the same; the callback was lost
            $this->sql('UPDATE cotp_ledger_question SET due_at = NULL');
            $this->workFor(4);
            self::assertSame([1, $ending], [count($this->service->sent), $this->ledger()->find(self::KEY)?->ending], $status->value);
        }
    }

    #[DataProvider('databases')]
    public function test_rule09_switch_to_email_that_was_not_needed_leaves_the_reminder(string $database): void
    {
        $this->start($database);
        $this->messageFails($this->askBySms());
        $this->service->onRetrieve = [fn () => null, function (): ?CotpState {
            $this->service->statuses['request-1'] = CotpStatus::FormViewed;
            return null;
        }];
        $this->workFor(23);
        self::assertSame([1, AskState::Sent], [count($this->service->sent), $this->ledger()->find(self::KEY)?->state]);
        $this->sql('UPDATE cotp_ledger_question SET viewed_at = viewed_at - 1801000');
        $this->workFor(5);
        self::assertSame([2, '+4915112345678'], [count($this->service->sent), $this->service->sent[1]->phone]);
    }

    #[DataProvider('databases')]
    public function test_rule09_ask_after_the_switch_to_email_returns_the_new_attempt(string $database): void
    {
        $this->start($database);
        $this->messageFails($this->askBySms());
        $this->service->failNext(self::notSent());
        $this->workFor(1);
        self::assertSame(AskState::NotSent, $this->ledger()->find(self::KEY)?->state);
        $fault = self::thrown(InProgress::class, fn () => $this->askBySms());
        self::assertTrue($fault->isRetryable());
        $this->workFor(1);
        $again = $this->askBySms();     // a job that is retried
        self::assertSame([2, 'switch', false], [$again->attempt, $again->origin, $again->isNew]);
        self::thrown(FormDiffers::class, fn () => $this->ledger($this->policies)->ask(self::KEY, self::form('other@example.com')));
        self::assertCount(2, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule09_ask_does_not_send_the_sms_again_after_the_switch_was_canceled(string $database): void
    {
        $this->start($database);
        $this->messageFails($this->askBySms());
        $this->service->failNext(self::notSent());
        $this->workFor(1);
        self::thrown(NotReplaceable::class, fn () => $this->ledger($this->policies)->cancel(self::KEY));
        self::thrown(FormDiffers::class, fn () => $this->askBySms());
        self::assertCount(1, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule09_link_does_not_expire_within_30_minutes_after_the_form_was_viewed(string $database): void
    {
        $this->start($database);
        $this->policies = new Policies(expireAfter: 86_400);
        $this->ledger($this->policies)->ask(self::KEY, self::form());
        $this->workFor(23);
        $this->service->statuses['request-1'] = CotpStatus::FormViewed;     // its callback was lost
        $this->sql('UPDATE cotp_ledger_question SET due_at = NULL');
        $this->workFor(3);
        self::assertSame([], $this->service->deleted, 'seen by the Retrieve just before');
        $this->sql('UPDATE cotp_ledger_question SET viewed_at = viewed_at - 1801000');
        $this->workFor(1);
        self::assertSame(['request-1'], $this->service->deleted);
        self::assertSame(['expired'], array_column($this->rows('SELECT action FROM cotp_ledger_history'), 'action'));
    }

    #[DataProvider('databases')]
    public function test_rule09_person_who_means_an_older_send_cancels_and_stops_nothing(string $database): void
    {
        $this->start($database);
        $ledger = $this->ledger($this->policies);
        $seen = $this->askBySms();
        $this->doubles->now = $this->doubles->now->modify('+1 millisecond');
        $newest = $ledger->askAgain(self::KEY, 1, self::sms(), fallbackEmail: 'guest@example.com');
        $deleted = $this->service->deleted;
        self::assertEquals($ledger->find(self::KEY), self::thrown(AlreadyReplaced::class, fn () => $ledger->cancel(self::KEY, askedAt: $seen->askedAt))->ask);
        self::assertSame(['1', $deleted], [$this->value('SELECT count(*) FROM cotp_ledger_question WHERE policy_at IS NOT NULL'), $this->service->deleted]);

        // Another person sends while this one cancels.
        $this->doubles->now = $this->doubles->now->modify('+1 millisecond');
        $accounts = new class ($this->account(), fn () => $ledger->askAgain(self::KEY, 2, self::sms())) implements AccountProvider {
            private int $calls = 0;

            /** @param Closure(): Ask $meanwhile */
            public function __construct(private readonly Account $account, private readonly Closure $meanwhile)
            {
            }

            public function account(string $name): Account
            {
                ++$this->calls !== 2 || ($this->meanwhile)();
                return $this->account;
            }
        };
        self::thrown(AlreadyReplaced::class, fn () => $this->ledger($this->policies, accounts: $accounts)->cancel(self::KEY, askedAt: $newest->askedAt));
        self::assertSame('1', $this->value('SELECT count(*) FROM cotp_ledger_question WHERE policy_at IS NOT NULL'), 'The policies of the newer send go on.');
        self::assertSame([3, AskState::Sent], [$ledger->find(self::KEY)?->attempt, $ledger->find(self::KEY)?->state]);
        self::assertSame(Ending::Canceled, $ledger->cancel(self::KEY, askedAt: $ledger->find(self::KEY)?->askedAt)->ending);
    }
}
