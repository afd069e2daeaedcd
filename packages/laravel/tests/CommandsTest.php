<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests;

use Cotp\Laravel\CotpManager;
use Cotp\Laravel\Facades\Cotp;
use Cotp\Laravel\Tests\lib\SiteTestCase;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Exception\AlreadyReplaced;
use Cotp\Ledger\Resolution;
use CotpOutcomeUnknownException;
use DateTimeImmutable;
use Illuminate\Console\Scheduling\Event;
use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Support\Facades\Artisan;
use Illuminate\Support\Facades\DB;

final class CommandsTest extends SiteTestCase
{
    public function test_unknown_questions_are_listed_and_resolved(): void
    {
        $this->boot();
        $cotp = Cotp::fake();
        self::assertSame([0, "No outcome is unknown.\n"], self::call('cotp:unknown'));
        foreach (['a', 'b'] as $key) {
            $cotp->loseNextResponse();
            self::thrown(CotpOutcomeUnknownException::class, fn () => Cotp::ask($key, self::formFor()));
        }
        [$status, $list] = self::call('cotp:unknown');
        self::assertSame(0, $status);
        self::assertMatchesRegularExpression('~\| default +\| a +\| 1 +\| \d{4}-\d\d-\d\d \d\d:\d\d:\d\d~', $list);
        self::assertMatchesRegularExpression('~\| default +\| b +\|~', self::call('cotp:unknown', ['--account' => 'default'])[1]);
        self::assertSame([0, "\"a\" is recorded as not sent: the next ask() sends.\n"], self::runLine(self::shownLine('a', 'not-sent') . 'Ada'));
        self::assertSame([0, "\"b\" is recorded as sent.\n"], self::runLine(self::shownLine('b', 'sent') . 'Ada'));
        self::assertSame([AskState::NotSent, AskState::Sent], [Cotp::account()->find('a')?->state, Cotp::account()->find('b')?->state]);
        self::assertTrue(Cotp::ask('a', self::formFor())->isNew);
    }

    public function test_account_resolves_only_the_send_that_a_person_has_seen(): void
    {
        $this->boot();
        Cotp::fake()->loseNextResponse();
        self::thrown(CotpOutcomeUnknownException::class, fn () => Cotp::ask(self::KEY, self::formFor()));
        $seen = Cotp::account()->unknown()[0]->askedAt;
        self::thrown(AlreadyReplaced::class, fn () => Cotp::account()->resolve(self::KEY, Resolution::NotSent, 'Ada', askedAt: $seen->modify('-1 second')));
        self::assertSame(AskState::NotSent, Cotp::account()->resolve(self::KEY, Resolution::NotSent, 'Ada', askedAt: $seen)->state);
    }

    public function test_reply_about_an_older_send_is_not_recorded_for_a_newer_one(): void
    {
        $this->boot();
        $cotp = Cotp::fake();
        $ask = static function () use ($cotp): void {
            $cotp->loseNextResponse();
            self::thrown(CotpOutcomeUnknownException::class, fn () => Cotp::ask('a', self::formFor()));
        };
        $ask();
        $lines = [self::shownLine('a', 'sent'), self::shownLine('a', 'not-sent')];
        $seen = Cotp::account()->resolve('a', Resolution::NotSent, 'Bob')->askedAt;
        while ((new DateTimeImmutable())->format('Uv') === $seen->format('Uv')) {
            usleep(100);        // the ledger stores milliseconds
        }
        $ask();                 // the same attempt, sent again
        foreach ($lines as $line) {
            [$status, $text] = self::runLine("{$line}Ada");
            self::assertSame(1, $status);
            self::assertMatchesRegularExpression('~"a" was sent last at \S+Z, so nothing was recorded\. Run cotp:unknown again~', $text);
        }
        self::assertSame(AskState::Unknown, Cotp::account()->find('a')?->state);
        self::assertSame(0, self::runLine(self::shownLine('a', 'sent') . 'Ada')[0]);
    }

    public function test_key_of_the_shown_line_is_a_word_of_a_shell(): void
    {
        $this->boot();
        Cotp::fake()->loseNextResponse();
        self::thrown(CotpOutcomeUnknownException::class, fn () => Cotp::ask("it's<b>\$HOME", self::formFor()));
        self::assertStringContainsString("  php artisan cotp:resolve 'it'\\''s<b>\$HOME' sent --asked-at=2", self::call('cotp:unknown')[1]);
    }

    public function test_resolve_says_what_is_wrong(): void
    {
        $this->boot();
        Cotp::fake();
        foreach ([
            'The resolution must be "sent" or "not-sent".' => ['resolution' => 'perhaps', '--by' => 'Ada'],
            '--asked-at must be the time of the send' => ['resolution' => 'sent', '--by' => 'Ada', '--asked-at' => 'yesterday'],
            'Copy the line that cotp:unknown shows.' => ['resolution' => 'sent', '--by' => 'Ada', '--asked-at' => null],
            '--by must name the person who found it out.' => ['resolution' => 'sent'],
            'The question "a" does not exist.' => ['resolution' => 'sent', '--by' => 'Ada'],
        ] as $message => $arguments) {
            [$status, $output] = self::call('cotp:resolve', ['key' => 'a'] + $arguments + ['--asked-at' => '2026-11-29T12:00:00.000Z']);
            self::assertSame(1, $status);
            self::assertStringContainsString($message, $output);
        }
    }

    public function test_work_processes_what_is_due(): void
    {
        $this->boot();
        $cotp = Cotp::fake();
        Cotp::ask(self::KEY, self::formFor());
        $cotp->guestEntersCard();
        foreach ($cotp->client()->takeCallbacks() as $callback) {
            self::assertSame(204, $cotp->post($callback));
        }
        [$status, $output] = self::call('cotp:work');
        self::assertSame(0, $status);
        self::assertMatchesRegularExpression('~\A[1-3] callbacks, ~', $output);
        self::assertSame('card_stored', Cotp::account()->find(self::KEY)?->ending?->value);
        self::assertStringStartsWith('0 callbacks, 0 look-ups', self::call('cotp:work', ['--seconds' => 1, '--sleep' => 0])[1]);
        self::assertStringContainsString('--sleep must be a whole number of at least 0.', self::call('cotp:work', ['--sleep' => 'long', '--seconds' => 1])[1]);
    }

    public function test_tables_are_checked_and_migrated(): void
    {
        $this->boot();
        [$status, $output] = self::call('cotp:check');
        self::assertSame(1, $status);
        self::assertStringContainsString('The tables of the ledger do not exist.', $output);
        $this->migrate();
        self::assertSame([0, "The configuration and the tables of the ledger are in order. Accounts: default.\n"], self::call('cotp:check'));
        DB::table('cotp_ledger_meta')->where('name', 'version')->update(['value' => '0']);
        self::assertStringContainsString('have version 0, but this code requires version', self::call('cotp:check')[1]);
        DB::connection(CotpManager::CONNECTION)->getPdo()->exec('PRAGMA synchronous = OFF');
        DB::table('cotp_ledger_meta')->where('name', 'version')->update(['value' => '1']);
        self::assertStringContainsString('The database may forget commits', self::call('cotp:check')[1]);
        config(['cotp.accounts.lodge' => ['api_key' => '']]);
        $this->app->forgetInstance(CotpManager::class);
        self::assertStringContainsString('Configuration entry "cotp.accounts.lodge.api_key"', self::call('cotp:check')[1]);
        self::assertSame(0, Artisan::call('migrate:rollback', ['--force' => true]), Artisan::output());
        self::assertFalse(DB::getSchemaBuilder()->hasTable('cotp_ledger_question'));
    }

    public function test_check_asks_the_service_about_the_api_key(): void
    {
        $this->boot();
        $this->migrate();
        self::assertStringContainsString('no connection could be opened', self::call('cotp:check', ['--online' => true])[1], 'No service listens.');
        $cotp = Cotp::fake();
        self::assertSame(0, self::call('cotp:check', ['--online' => true])[0]);
        $cotp->client()->rejectKey();
        self::assertSame(0, self::call('cotp:check')[0]);
        [$status, $output] = self::call('cotp:check', ['--online' => true]);
        self::assertSame(1, $status);
        self::assertStringContainsString('The service rejects the API key of the account "default".', $output);
    }

    public function test_scheduler_runs_the_work(): void
    {
        $this->boot();
        $commands = array_map(static fn (Event $event): string => "$event->expression {$event->command}", $this->app->make(Schedule::class)->events());
        self::assertStringContainsString('cotp:work --seconds=55', implode("\n", $commands));
        self::assertStringStartsWith('* * * * * ', $commands[0]);
        config(['cotp.schedule' => 'false']);
        $this->app->forgetInstance(Schedule::class);
        self::assertSame([], $this->app->make(Schedule::class)->events());
    }

    /**
     * @param array<string, mixed> $arguments
     * @return array{int, string}
     */
    private static function call(string $command, array $arguments = []): array
    {
        return [Artisan::call($command, $arguments), Artisan::output()];
    }

    /** Returns the line that the list shows for a reply, without the name. */
    private static function shownLine(string $key, string $resolution): string
    {
        $pattern = "~^  php artisan (cotp:resolve $key $resolution --asked-at=\\S+ --by=)$~m";
        return preg_match($pattern, self::call('cotp:unknown')[1], $match) === 1 ? $match[1] : self::fail("No line is shown for $key.");
    }

    /** @return array{int, string} */
    private static function runLine(string $line): array
    {
        return [Artisan::call($line), Artisan::output()];
    }
}
