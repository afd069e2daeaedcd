<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests;

use Cotp\Ledger\AskState;
use Cotp\Ledger\Exception\SchemaMismatch;
use Cotp\SymfonyBundle\Accounts;
use Cotp\SymfonyBundle\Command\WorkCommand;
use Cotp\SymfonyBundle\Tests\lib\SiteTestCase;
use Cotp\Testing\FakeCotp;
use CotpForm;
use CotpOutcomeUnknownException;

final class CommandTest extends SiteTestCase
{
    public function test_unknown_question_is_listed_and_resolved(): void
    {
        $this->boot();
        self::assertStringContainsString('No outcome is unknown.', $this->command('cotp:ledger:unknown')->getDisplay());
        $this->fake()->loseNextResponse();
        $this->ask();
        $display = $this->command('cotp:ledger:unknown')->getDisplay();
        self::assertStringContainsString('booking-1/card', $display);
        self::assertStringNotContainsString('@example.com', $display);

        $resolve = $this->command('cotp:ledger:resolve', ['key' => 'booking-1/card', 'outcome' => 'not-sent', '--by' => 'Ada']);
        self::assertSame(0, $resolve->getStatusCode());
        self::assertSame(AskState::NotSent, $this->ledger()->find('booking-1/card')?->state);
        self::assertSame(1, $this->command('cotp:ledger:resolve', ['key' => 'booking-1/card', 'outcome' => 'sent', '--by' => 'Ada'])->getStatusCode());
    }

    public function test_unknown_questions_of_all_accounts_are_listed(): void
    {
        $this->boot(['accounts' => ['default' => null, 'lodge' => null]]);
        $client = $this->service(Accounts::class, 'cotp.accounts')->client('lodge');
        self::assertInstanceOf(FakeCotp::class, $client);
        $client->loseNextResponse();
        $form = static fn (string $url): CotpForm => new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com', callbackUrl: $url);
        self::thrown(CotpOutcomeUnknownException::class, fn () => $this->ledger()->ask('booking-9/card', $form, 'lodge'));
        self::assertMatchesRegularExpression('~lodge +booking-9/card~', $this->command('cotp:ledger:unknown')->getDisplay());
        self::assertStringContainsString('booking-9/card', $this->command('cotp:ledger:unknown', ['--account' => 'lodge'])->getDisplay());
        self::assertStringContainsString('No outcome is unknown.', $this->command('cotp:ledger:unknown', ['--account' => 'default'])->getDisplay());
    }

    public function test_resolve_requires_a_person_and_an_outcome(): void
    {
        $this->boot();
        self::assertSame(2, $this->command('cotp:ledger:resolve', ['key' => 'a', 'outcome' => 'sent'])->getStatusCode());
        self::assertSame(2, $this->command('cotp:ledger:resolve', ['key' => 'a', 'outcome' => 'perhaps', '--by' => 'Ada'])->getStatusCode());
        self::assertSame(1, $this->command('cotp:ledger:resolve', ['key' => 'a', 'outcome' => 'sent', '--by' => 'Ada'])->getStatusCode());
    }

    public function test_missing_tables_are_named_and_created(): void
    {
        $this->bootReal();
        self::thrown(SchemaMismatch::class, fn () => $this->command('cotp:ledger:work'));
        self::assertStringContainsString('version 1', $this->command('cotp:ledger:migrate')->getDisplay());
        self::assertStringContainsString('up to date', $this->command('cotp:ledger:migrate')->getDisplay());
        self::assertSame(0, $this->command('cotp:ledger:work')->getStatusCode());
    }

    public function test_work_reports_what_it_did(): void
    {
        $this->boot();
        $this->ask();
        $this->fake()->deliver($this->post(...));
        self::assertStringContainsString('1 callbacks', $this->command('cotp:ledger:work', ['--limit' => '10'])->getDisplay());
        self::assertSame('', $this->command('cotp:ledger:work')->getDisplay());
    }

    public function test_signal_ends_the_watch(): void
    {
        $this->boot();
        $command = $this->service(WorkCommand::class, 'cotp.command.work');
        pcntl_async_signals(true);
        pcntl_signal(SIGALRM, static function () use ($command, &$isSignaled): void {
            $isSignaled ? throw new \RuntimeException('The command did not end.') : $isSignaled = true;
            $command->handleSignal(SIGTERM);
            pcntl_alarm(10);
        });
        pcntl_alarm(1);
        self::assertSame(0, $this->command('cotp:ledger:work', ['--watch' => true, '--pause' => '0.1'])->getStatusCode());
        pcntl_alarm(0);
        pcntl_signal(SIGALRM, SIG_DFL);
    }
}
