<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\FormVault;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Policies;
use Cotp\Ledger\Tests\lib\Engine;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use CotpForm;
use CotpStatus;
use PHPUnit\Framework\Attributes\DataProvider;
use RuntimeException;
use ValueError;

/** Rule 8: nothing secret at rest that need not be. */
final class Rule08Test extends LedgerTestCase
{
    private const PERSONAL = ['guest@example.com', 'fallback@example.com', '4915112345678', 'Erika Mustermann', 'hotel-42', 'vault.example', 'cotp=v1'];

    /** Returns everything that the tables contain. */
    private function dump(): string
    {
        $dump = '';
        foreach (['question', 'inbox', 'history', 'archive', 'recipient', 'release', 'meta'] as $table) {
            $dump .= json_encode($this->rows("SELECT * FROM cotp_ledger_$table"), JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
        }
        return $dump;
    }

    /** @return \Closure(string): CotpForm */
    private static function personalForm(): \Closure
    {
        return static fn (string $url): CotpForm => new CotpForm(
            bookerId: 'hotel-42', phone: '+4915112345678', callbackUrl: $url, recipientName: 'Erika Mustermann', cardUri: 'https://vault.example/the-original',
        );
    }

    #[DataProvider('databases')]
    public function test_rule08_tables_contain_no_form_and_no_card(string $database): void
    {
        $this->on($database);
        foreach ([null, new Policies(remindAfter: 3600, emailOnMessageFailed: true, deleteOriginal: true, messagesPerRecipient: 9)] as $i => $policies) {
            $ledger = $this->ledger($policies);
            $ask = $ledger->ask("key-$i", self::personalForm(), fallbackEmail: 'fallback@example.com');
            self::assertSame($i === 1, $this->value("SELECT form_encrypted FROM cotp_ledger_question WHERE question_key = 'key-$i'") !== '');
            $this->service->statuses[(string) $ask->requestId] = CotpStatus::CardStored;
            $ledger->receive($this->event($ask, (string) $ask->requestId, CotpStatus::CardStored));
            foreach (self::PERSONAL as $text) {
                self::assertStringNotContainsString($text, $this->dump());
            }
            $ledger->work();
            foreach (self::PERSONAL as $text) {
                self::assertStringNotContainsString($text, $this->dump());
            }
            self::assertSame('', $this->value("SELECT form_encrypted FROM cotp_ledger_question WHERE question_key = 'key-$i'"), 'deleted at the end');
        }
        self::assertSame(['https://vault.example/the-original'], $this->service->deletedCards);
    }

    #[DataProvider('databases')]
    public function test_rule08_logs_and_events_show_no_card_and_no_address(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::personalForm());
        $this->service->statuses['request-1'] = CotpStatus::CardStored;
        $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::CardStored));
        $this->ledger()->work();
        self::assertContains('CardStored', $this->doubles->names());
        $shown = print_r($this->doubles->events, true) . json_encode($this->doubles->events) . var_export($this->doubles->events, true) . implode("\n", $this->doubles->lines);
        foreach (self::PERSONAL as $text) {
            self::assertStringNotContainsString($text, $shown);
        }
    }

    #[DataProvider('databases')]
    public function test_rule08_traces_show_no_card_and_no_address(string $database): void
    {
        $this->on($database);
        $ini = ini_set('zend.exception_ignore_args', '0');
        $policies = new Policies(remindAfter: 3600, messagesPerRecipient: 9);
        $form = static function (string $url) use (&$email): CotpForm {
            $email = 'guest@example.com';
            return self::personalForm()($url);
        };
        try {
            $shown = '';
            foreach ([
                fn () => $this->ledger($policies)->ask(self::KEY, $form, fallbackEmail: 'fallback@example.com'),
                fn () => $this->ledger($policies)->askAgain(self::KEY, 1, $form, fallbackEmail: 'fallback@example.com'),
                fn () => $this->ledger($policies)->work(),
            ] as $call) {
                $this->service->onSend[] = function () use (&$shown): void {
                    $this->service->details = [];       // the service of the tests shows the callback URLs
                    foreach ((new RuntimeException('from within send()'))->getTrace() as $frame) {
                        $frame += ['class' => '', 'args' => []];
                        $isOurs = str_starts_with($frame['class'], 'Cotp\\Ledger\\') && !str_contains($frame['class'], 'Tests');
                        $shown .= $isOurs ? print_r($frame['args'], true) : '';
                    }
                };
                $call();
                $this->doubles->advance(3600);
            }
        } finally {
            ini_set('zend.exception_ignore_args', (string) $ini);
        }
        self::assertCount(3, $this->service->sent);
        self::assertTrue(str_contains($shown, self::KEY), 'the traces contain arguments');
        foreach (array_diff(self::PERSONAL, ['hotel-42']) as $text) {
            self::assertFalse(str_contains($shown, $text), "a trace shows $text");
        }
    }

    #[DataProvider('databases')]
    public function test_rule08_dump_of_the_ledger_shows_no_secret(string $database): void
    {
        $this->on($database);
        $shown = print_r($this->ledger(new Policies(remindAfter: 60)), true);
        self::assertStringNotContainsString(self::SECRET, $shown);
        self::assertStringNotContainsString(str_repeat('v', 32), $shown);
        self::assertStringNotContainsString(str_repeat('k', 32), $shown);
    }

    public function test_rule08_vault_decrypts_only_its_own_row(): void
    {
        $vault = new FormVault(['new' => str_repeat('n', 32), 'old' => str_repeat('o', 32)]);
        $form = (self::personalForm())('https://site.example/cotp');
        $encrypted = $vault->encrypt($form, 'fallback@example.com', 'reference-1');
        [$read, $fallback] = $vault->decrypt($encrypted, 'reference-1');
        self::assertSame([$form->phone, null, 'fallback@example.com'], [$read->phone, $read->callbackUrl, $fallback]);
        self::thrown(RuntimeException::class, fn () => $vault->decrypt($encrypted, 'reference-2'));
        self::thrown(RuntimeException::class, fn () => (new FormVault(['new' => str_repeat('x', 32)]))->decrypt($encrypted, 'reference-1'));
        self::thrown(RuntimeException::class, fn () => (new FormVault(['old' => str_repeat('o', 32)]))->decrypt($encrypted, 'reference-1'));
        $old = (new FormVault(['old' => str_repeat('o', 32)]))->encrypt($form, null, 'reference-1');
        self::assertSame($form->phone, $vault->decrypt($old, 'reference-1')[0]->phone);
        self::thrown(ValueError::class, fn () => new FormVault('short'));
    }

    public function test_rule08_secrets_and_vault_are_checked_at_the_start(): void
    {
        $this->on('sqlite');
        self::thrown(ValueError::class, fn () => $this->ledger(secret: 'short'));
        $pdo = Engine::get('sqlite')->connect();
        $fault = self::thrown(ValueError::class, fn () => new Ledger($pdo, $this->account(), self::SECRET, policies: new Policies(remindAfter: 60)));
        self::assertStringContainsString('$vault', $fault->getMessage());
    }
}
