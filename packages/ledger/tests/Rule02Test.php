<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\Accounts;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Exception\AlreadyReplaced;
use Cotp\Ledger\Exception\CardAlreadyStored;
use Cotp\Ledger\Exception\FormDiffers;
use Cotp\Ledger\Exception\InProgress;
use Cotp\Ledger\Exception\NotReplaceable;
use Cotp\Ledger\Exception\OldLinkOpen;
use Cotp\Ledger\Exception\OutcomeUnknown;
use Cotp\Ledger\Exception\UnknownKey;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use Cotp\Ledger\Tests\lib\ScriptedSender;
use CotpConflictException;
use CotpForm;
use CotpInvalidRequestException;
use CotpNotFoundException;
use CotpOutcome;
use CotpServerException;
use CotpStatus;
use CotpTransportException;
use PHPUnit\Framework\Attributes\DataProvider;
use ValueError;

/** Rule 2: what a second ask finds decides. */
final class Rule02Test extends LedgerTestCase
{
    #[DataProvider('databases')]
    public function test_rule02_ask_refuses_while_another_process_sends(string $database): void
    {
        $this->on($database);
        $this->service->onSend[] = function (): void {
            $fault = self::thrown(InProgress::class, fn () => $this->ledger()->ask(self::KEY, self::form()));
            self::assertTrue($fault->isRetryable());
        };
        $this->ledger()->ask(self::KEY, self::form());
        self::assertCount(1, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_finds_unknown_after_the_lease(string $database): void
    {
        $this->on($database);
        $this->service->onSend[] = function (): void {
            $this->endLeases();
            $fault = self::thrown(OutcomeUnknown::class, fn () => $this->ledger()->ask(self::KEY, self::form()));
            self::assertSame(AskState::Unknown, $fault->ask?->state);
            self::assertFalse($fault->isRetryable());
            self::assertContains('Unknown', $this->doubles->names());
            throw new \RuntimeException('this process dies');
        };
        self::thrown(\RuntimeException::class, fn () => $this->ledger()->ask(self::KEY, self::form()));
        self::thrown(OutcomeUnknown::class, fn () => $this->ledger()->ask(self::KEY, self::form()));
        self::assertSame([], $this->service->sent);
        self::assertCount(1, array_keys($this->doubles->names(), 'Unknown', true));
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_sends_what_was_not_sent(string $database): void
    {
        $this->on($database);
        $this->service->failNext(self::notSent());
        self::thrown(CotpTransportException::class, fn () => $this->ledger()->ask(self::KEY, self::form()));
        self::assertSame(AskState::NotSent, $this->ledger()->find(self::KEY)?->state);
        $this->service->failNext(new CotpInvalidRequestException('the service responded with HTTP 400'));
        self::thrown(CotpInvalidRequestException::class, fn () => $this->ledger()->ask(self::KEY, self::form()));

        $ask = $this->ledger()->ask(self::KEY, self::form());

        self::assertSame([AskState::Sent, 1, true], [$ask->state, $ask->attempt, $ask->isNew]);
        self::assertCount(1, $this->service->sent);
        self::assertSame('3', $this->value('SELECT fence FROM cotp_ledger_question'));
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_returns_the_same_request_when_sent(string $database): void
    {
        $this->on($database);
        $first = $this->ledger()->ask(self::KEY, self::form());
        $second = $this->ledger()->ask(self::KEY, self::form());
        self::assertSame([$first->requestId, $first->reference, false], [$second->requestId, $second->reference, $second->isNew]);
        self::assertCount(1, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_refuses_unknown_and_says_since_when(string $database): void
    {
        $this->on($database);
        $this->service->loseNext(self::lost());
        self::thrown(\CotpOutcomeUnknownException::class, fn () => $this->ledger()->ask(self::KEY, self::form()));
        $this->doubles->advance(86_400);
        $fault = self::thrown(OutcomeUnknown::class, fn () => $this->ledger()->ask(self::KEY, self::form()));
        self::assertStringContainsString('since 2026-11-29 12:00:00 UTC', $fault->getMessage());
        self::assertStringContainsString('callback', $fault->getMessage());
        self::assertStringContainsString('resolve()', $fault->getMessage());
        self::assertCount(1, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_takes_other_exceptions_for_unknown(string $database): void
    {
        $this->on($database);
        foreach ([new \ValueError('from a signal handler'), new CotpServerException('HTTP 500', CotpOutcome::Unknown)] as $i => $fault) {
            $this->service->loseNext($fault);
            self::thrown($fault::class, fn () => $this->ledger()->ask("key-$i", self::form()));
            self::assertSame(AskState::Unknown, $this->ledger()->find("key-$i")?->state);
        }
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_returns_the_end(string $database): void
    {
        $this->on($database);
        $ends = [
            [CotpStatus::CardStored, Ending::CardStored], [CotpStatus::LinkExpired, Ending::Expired], [CotpStatus::MessageFailed, Ending::Failed],
        ];
        foreach ($ends as $i => [$status, $ending]) {
            $ask = $this->ledger()->ask("key-$i", self::form());
            $this->service->statuses[(string) $ask->requestId] = $status;
            $this->ledger()->receive($this->event($ask, (string) $ask->requestId, $status));
            $this->ledger()->work();
            $again = $this->ledger()->ask("key-$i", self::form());
            self::assertSame([AskState::Ended, $ending, $status, false], [$again->state, $again->ending, $again->status, $again->isNew]);
        }
        $this->ledger()->ask('key-3', self::form());
        self::assertSame(Ending::Canceled, $this->ledger()->cancel('key-3')->ending);
        self::assertSame(Ending::Canceled, $this->ledger()->ask('key-3', self::form())->ending);
        self::assertCount(4, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_refuses_a_different_form(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        self::thrown(FormDiffers::class, fn () => $this->ledger()->ask(self::KEY, self::form('other@example.com')));
        $this->service->failNext(self::notSent());
        self::thrown(CotpTransportException::class, fn () => $this->ledger()->ask('key-2', self::form()));
        self::thrown(FormDiffers::class, fn () => $this->ledger()->ask('key-2', self::form('other@example.com')));
        self::assertCount(1, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_again_sends_a_different_form_for_what_was_not_sent(string $database): void
    {
        $this->on($database);
        $this->service->failNext(self::notSent());
        self::thrown(CotpTransportException::class, fn () => $this->ledger()->ask(self::KEY, self::form()));
        self::thrown(FormDiffers::class, fn () => $this->ledger()->ask(self::KEY, self::form('other@example.com')));

        $ask = $this->ledger()->askAgain(self::KEY, 0, self::form('other@example.com'));

        self::assertSame([AskState::Sent, 1, true], [$ask->state, $ask->attempt, $ask->isNew]);
        self::thrown(AlreadyReplaced::class, fn () => $this->ledger()->askAgain(self::KEY, 0, self::form('third@example.com')));
        self::assertCount(1, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_compares_forms_without_callback_url_and_with_the_secret(string $database): void
    {
        $this->on($database);
        $urls = [];
        $form = function (string $url) use (&$urls): CotpForm {
            $urls[] = $url;
            return (self::form())($url . '&n=' . count($urls));
        };
        self::thrown(ValueError::class, fn () => $this->ledger()->ask(self::KEY, $form));
        $this->ledger()->ask(self::KEY, self::form());
        $digest = $this->value('SELECT form_digest FROM cotp_ledger_question');
        $this->sql('DELETE FROM cotp_ledger_question');
        $this->ledger()->ask(self::KEY, self::form());
        self::assertSame($digest, $this->value('SELECT form_digest FROM cotp_ledger_question'), 'the reference and the URL are different, the digest is not');
        $this->sql('DELETE FROM cotp_ledger_question');
        $this->ledger(secret: 'another secret of more than 32 bytes')->ask(self::KEY, self::form());
        self::assertNotSame($digest, $this->value('SELECT form_digest FROM cotp_ledger_question'));
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_keeps_accounts_and_environments_apart(string $database): void
    {
        $this->on($database);
        $services = ['a' => new ScriptedSender(), 'b' => new ScriptedSender()];
        $accounts = new Accounts([
            'a' => fn () => $this->account('a', service: $services['a']),
            'b' => fn () => $this->account('b', service: $services['b']),
        ]);
        $ledger = $this->ledger(accounts: $accounts);
        self::assertTrue($ledger->ask(self::KEY, self::form(), 'a')->isNew);
        self::assertTrue($ledger->ask(self::KEY, self::form(), 'b')->isNew);
        self::assertTrue($this->ledger(accounts: $this->account('a', 'staging'))->ask(self::KEY, self::form(), 'a')->isNew);
        self::assertFalse($ledger->ask(self::KEY, self::form(), 'b')->isNew);
        self::assertSame([1, 1, 1], [count($services['a']->sent), count($services['b']->sent), count($this->service->sent)]);
    }

    #[DataProvider('databases')]
    public function test_rule02_key_is_compared_byte_by_byte(string $database): void
    {
        $this->on($database);
        foreach (['Booking/1', 'booking/1', 'BOOKING/1'] as $key) {
            self::assertTrue($this->ledger()->ask($key, self::form())->isNew);
        }
        foreach (['', 'a b', "a\n", 'é', str_repeat('k', 192), '*'] as $key) {
            self::thrown(ValueError::class, fn () => $this->ledger()->ask($key, self::form()));
        }
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_again_deletes_the_old_link_first(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $this->service->onSend[] = function (): void {
            self::assertSame(['request-1'], $this->service->deleted);
            self::assertSame('canceled', $this->value('SELECT ending FROM cotp_ledger_question WHERE attempt = 1'));
        };
        $ask = $this->ledger()->askAgain(self::KEY, 1, self::form('new@example.com'));
        self::assertSame([2, true, 'again', AskState::Sent], [$ask->attempt, $ask->isNew, $ask->origin, $ask->state]);
        self::assertCount(2, $this->service->sent);
        self::assertSame(['Asked', 'StatusChanged', 'Ended', 'Asked'], $this->doubles->names());
        self::assertSame(2, $this->ledger()->ask(self::KEY, self::form('new@example.com'))->attempt);
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_again_sends_once_for_a_repeated_job(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $this->ledger()->askAgain(self::KEY, 1, self::form());
        $fault = self::thrown(AlreadyReplaced::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()));
        self::assertSame(2, $fault->ask?->attempt);
        self::thrown(AlreadyReplaced::class, fn () => $this->ledger()->askAgain(self::KEY, 3, self::form()));
        self::thrown(UnknownKey::class, fn () => $this->ledger()->askAgain('no-such-key', 1, self::form()));
        self::assertCount(2, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_again_continues_what_it_could_not_send(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $this->service->failNext(self::notSent());
        self::thrown(CotpTransportException::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()));
        self::assertSame([2, true], [($ask = $this->ledger()->askAgain(self::KEY, 1, self::form()))->attempt, $ask->isNew]);
        self::assertCount(2, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_again_refuses_while_the_old_link_may_work(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $down = new CotpTransportException('the service could not be reached');
        $this->service->onDelete = [ScriptedSender::throws($down), ScriptedSender::throws($down), ScriptedSender::throws(new CotpNotFoundException('HTTP 404'))];
        self::thrown(OldLinkOpen::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()));     // Retrieve: MessageQueued
        $this->service->onRetrieve[] = ScriptedSender::throws($down);
        self::thrown(OldLinkOpen::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()));
        self::thrown(OldLinkOpen::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()));     // 404, but Retrieve finds it open
        self::assertCount(1, $this->service->sent);

        $this->service->onDelete = [ScriptedSender::throws(new CotpConflictException('HTTP 409'))];
        $this->service->statuses['request-1'] = CotpStatus::LinkExpired;
        self::assertTrue($this->ledger()->askAgain(self::KEY, 1, self::form())->isNew);
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_again_continues_after_a_delete_that_was_not_recorded(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $this->service->onDelete[] = function (): never {
            unset($this->service->statuses['request-1']);
            throw new \Error('this process dies');
        };
        $this->service->onDelete[] = ScriptedSender::throws(new CotpNotFoundException('HTTP 404'));
        self::thrown(\Error::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()));
        self::assertTrue($this->ledger()->askAgain(self::KEY, 1, self::form())->isNew, 'this ledger had begun to delete it');
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_again_does_not_take_a_missing_request_for_a_deleted_one(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        unset($this->service->statuses['request-1']);       // as with the API key of a different account
        $this->service->onDelete = array_fill(0, 3, ScriptedSender::throws(new CotpNotFoundException('HTTP 404')));
        for ($i = 0; $i < 2; $i++) {
            self::thrown(OldLinkOpen::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()));
        }
        self::thrown(OldLinkOpen::class, fn () => $this->ledger()->cancel(self::KEY));
        self::assertCount(1, $this->service->sent);
        $this->service->statuses['request-1'] = CotpStatus::FormViewed;
        self::assertTrue($this->ledger()->askAgain(self::KEY, 1, self::form())->isNew);
        self::assertSame(['request-1'], $this->service->deleted);
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_again_refuses_if_the_guest_has_just_stored_a_card(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $this->service->statuses['request-1'] = CotpStatus::CardStored;
        $this->service->onDelete = [ScriptedSender::throws(new CotpConflictException('HTTP 409'))];
        self::thrown(CardAlreadyStored::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form(), evenIfCardStored: true));
        self::assertContains('CardStored', $this->doubles->names());
        self::assertCount(1, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_again_asks_for_another_card_only_on_request(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::form());
        $this->service->statuses['request-1'] = CotpStatus::CardStored;
        $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::CardStored));
        $this->ledger()->work();
        for ($i = 0; $i < 2; $i++) {        // a job that is retried
            $fault = self::thrown(CardAlreadyStored::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()));
            self::assertStringContainsString('evenIfCardStored: true', $fault->getMessage());
            self::assertSame(Ending::CardStored, $fault->ask?->ending);
        }
        self::assertCount(1, $this->service->sent);
        self::assertTrue($this->ledger()->askAgain(self::KEY, 1, self::form(), evenIfCardStored: true)->isNew);
        self::thrown(AlreadyReplaced::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form(), evenIfCardStored: true));
        self::assertCount(2, $this->service->sent);
    }

    #[DataProvider('databases')]
    public function test_rule02_replacement_that_was_not_sent_looks_at_the_replaced_attempt_again(string $database): void
    {
        $this->on($database);
        foreach (['key-1', 'key-2'] as $key) {
            $this->ledger()->ask($key, self::form());
            $this->service->failNext(self::notSent());
            self::thrown(CotpTransportException::class, fn () => $this->ledger()->askAgain($key, 1, self::form()));
        }
        // The guest stored the card in the moment in which the link was deleted, and opened a link whose message seemed to have failed.
        $this->sql("UPDATE cotp_ledger_question SET ending = 'card_stored', status = 'CardStored' WHERE question_key = 'key-1' AND attempt = 1");
        $this->sql("UPDATE cotp_ledger_question SET state = 'sent', ending = NULL, status = 'FormViewed' WHERE question_key = 'key-2' AND attempt = 1");
        self::thrown(CardAlreadyStored::class, fn () => $this->ledger()->ask('key-1', self::form()));
        self::thrown(CardAlreadyStored::class, fn () => $this->ledger()->askAgain('key-1', 1, self::form()));
        self::assertCount(2, $this->service->sent);
        self::assertTrue($this->ledger()->askAgain('key-1', 1, self::form(), evenIfCardStored: true)->isNew);
        $this->service->deleted = [];
        self::assertTrue($this->ledger()->askAgain('key-2', 1, self::form())->isNew);
        self::assertSame(['request-2'], $this->service->deleted);
    }

    #[DataProvider('databases')]
    public function test_rule02_ask_again_refuses_unknown_and_not_sent(string $database): void
    {
        $this->on($database);
        $this->service->loseNext(self::lost());
        self::thrown(\CotpException::class, fn () => $this->ledger()->ask(self::KEY, self::form()));
        self::thrown(OutcomeUnknown::class, fn () => $this->ledger()->askAgain(self::KEY, 1, self::form()));
        $this->service->failNext(self::notSent());
        self::thrown(\CotpException::class, fn () => $this->ledger()->ask('key-2', self::form()));
        self::thrown(NotReplaceable::class, fn () => $this->ledger()->askAgain('key-2', 1, self::form()));
        self::assertCount(1, $this->service->sent);
    }
}
