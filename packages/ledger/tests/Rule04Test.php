<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use CotpForm;
use CotpStatus;
use PHPUnit\Framework\Attributes\DataProvider;

/** Rule 4: an id from a callback is adopted only if Retrieve shows what only our request contains. */
final class Rule04Test extends LedgerTestCase
{
    private function unknown(): Ask
    {
        $this->service->loseNext(self::lost());
        self::thrown(\CotpOutcomeUnknownException::class, fn () => $this->ledger()->ask(self::KEY, self::form()));
        return $this->ledger()->unknown()[0];
    }

    #[DataProvider('databases')]
    public function test_rule04_id_without_echo_stays_unconfirmed(string $database): void
    {
        $this->on($database);
        $ask = $this->unknown();
        $this->service->details['request-1'] = ['RecipientEmail' => 'guest@example.com'];
        $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::FormViewed));
        $this->ledger()->work();
        $ask = $this->ledger()->unknown()[0];
        self::assertSame([AskState::Unknown, null, 'request-1'], [$ask->state, $ask->requestId, $ask->unconfirmedRequestId]);
    }

    #[DataProvider('databases')]
    public function test_rule04_id_of_a_different_request_is_not_adopted(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask('key-of-another-guest', self::form('other@example.com'));
        $ask = $this->unknown();
        $this->service->statuses['request-1'] = CotpStatus::CardStored;
        $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::CardStored));
        $this->ledger()->work();
        $ask = $this->ledger()->find(self::KEY);
        self::assertSame([AskState::Unknown, null], [$ask?->state, $ask?->requestId]);
        self::assertNotContains('CardStored', $this->doubles->names());
    }

    #[DataProvider('databases')]
    public function test_rule04_echo_of_url_or_reference_confirms(string $database): void
    {
        $this->on($database);
        $echoes = [
            static fn (string $url, string $reference): array => ['CallbackUrl' => $url],
            static fn (string $url, string $reference): array => ['callback' => ['url' => str_replace('https://site.example', 'https://SITE.example:443', $url)]],
            static fn (string $url, string $reference): array => ['Extra' => "booking $reference"],
        ];
        foreach ($echoes as $i => $echo) {
            $this->service->onSend[] = function (CotpForm $form) use ($echo, $i): never {
                $id = $this->service->process($form);
                $this->service->details[$id] = $echo((string) $form->callbackUrl, $this->value("SELECT reference FROM cotp_ledger_question WHERE question_key = 'key-$i'"));
                throw self::lost();
            };
            self::thrown(\CotpException::class, fn () => $this->ledger()->ask("key-$i", self::form()));
            $id = 'request-' . $i + 1;
            $this->ledger()->receive($this->event($this->ledger()->unknown()[0], $id, CotpStatus::MessageQueued));
            $this->ledger()->work();
            $ask = $this->ledger()->find("key-$i");
            self::assertNotNull($ask);
            self::assertSame([AskState::Sent, $id], [$ask->state, $ask->requestId]);
        }
    }

    #[DataProvider('databases')]
    public function test_rule04_callback_with_a_different_id_changes_nothing(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::form());
        $this->ledger()->ask('key-2', self::form('other@example.com'));
        $this->service->statuses['request-2'] = CotpStatus::CardStored;
        $this->ledger()->receive($this->event($ask, 'request-2', CotpStatus::CardStored));
        $this->ledger()->work();
        self::assertSame(CotpStatus::Unknown, $this->ledger()->find(self::KEY)?->status);
        self::assertSame([], $this->service->retrieved);
    }

    #[DataProvider('databases')]
    public function test_rule04_callback_waits_while_send_has_not_returned(string $database): void
    {
        $this->on($database);
        $this->service->onSend[] = function (): void {
            $ask = $this->ledger()->find(self::KEY) ?? self::fail('no row');
            $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::MessageQueued));
            $this->ledger()->work();
            self::assertSame([], $this->service->retrieved);
        };
        $this->ledger()->ask(self::KEY, self::form());
        $this->doubles->advance(10);
        $this->ledger()->work();
        self::assertSame(CotpStatus::MessageQueued, $this->ledger()->find(self::KEY)?->status);
    }

    #[DataProvider('databases')]
    public function test_rule04_send_that_returns_after_the_callback_finds_its_id_recorded(string $database): void
    {
        $this->on($database);
        $this->service->onSend[] = function (CotpForm $form): void {
            $this->endLeases();
            $ask = $this->ledger()->find(self::KEY) ?? self::fail('no row');
            $this->service->statuses['request-1'] = CotpStatus::MessageQueued;
            $this->service->details['request-1'] = ['CallbackUrl' => $form->callbackUrl];
            $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::MessageQueued));
            $this->ledger()->work();
            self::assertSame('request-1', $this->ledger()->find(self::KEY)?->requestId);
        };
        $ask = $this->ledger()->ask(self::KEY, self::form());
        self::assertSame([AskState::Sent, 'request-1'], [$ask->state, $ask->requestId]);
    }
}
