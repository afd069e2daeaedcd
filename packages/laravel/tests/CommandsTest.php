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
        self::assertSame(1, self::runLine(self::shownLine('a', 'not-sent'))[0], 'The name is missing.');
        self::assertSame([0, "\"a\" is recorded as not sent: the next ask() sends.\n"], self::runLine(self::shownLine('a', 'not-sent', 'Ada')));
        self::assertSame([0, "\"b\" is recorded as sent.\n"], self::runLine(self::shownLine('b', 'sent', 'Ada')));
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
        $lines = [self::shownLine('a', 'sent', 'Ada'), self::shownLine('a', 'not-sent', 'Ada')];
        $seen = Cotp::account()->resolve('a', Resolution::NotSent, 'Bob')->askedAt;
        while ((new DateTimeImmutable())->format('Uv') === $seen->format('Uv')) {
            usleep(100);        // the ledger stores milliseconds
        }
        $ask();                 // the same attempt, sent again
        foreach ($lines as $line) {
            [$status, $text] = self::runLine($line);
            self::assertSame(1, $status);
            self::assertMatchesRegularExpression('~"a" was sent last at \S+Z, so nothing was recorded\. Run cotp:unknown again~', $text);
        }
        self::assertSame(AskState::Unknown, Cotp::account()->find('a')?->state);
        self::assertSame(0, self::runLine(self::shownLine('a', 'sent', 'Ada'))[0]);
    }

    public function test_list_that_is_pasted_into_a_shell_runs_its_commands_alone(): void
    {
        $this->boot();
        $account = 'h;touch${IFS}pwned;#';
        config(["cotp.accounts.$account" => ['api_key' => 'key']]);
        $cotp = Cotp::fake();
        $keys = ['x;touch${IFS}pwned;#', '=ls', '--help', "it's<b>\$HOME\\<info>"];
        foreach (['default', $account] as $name) {
            foreach ($keys as $key) {
                $cotp->loseNextResponse($name);
                self::thrown(CotpOutcomeUnknownException::class, fn () => Cotp::account($name)->ask($key, self::formFor()));
            }
            $shown = self::pasted((string) preg_replace('~\A.*?\n(?=# )~s', '', self::call('cotp:unknown', ['--account' => $name])[1]));
            $words = array_map(static fn (array $line): array => [$line[0], $line[1], $line[count($line) - 2], $line[count($line) - 1]], $shown);
            self::assertSame(array_merge(...array_map(static fn (string $key): array => [['artisan', 'cotp:resolve', $key, 'sent'], ['artisan', 'cotp:resolve', $key, 'not-sent']], $keys)), $words);
            self::assertSame($name === 'default' ? 0 : 8, count(array_filter($shown, static fn (array $line): bool => $line[2] === "--account=$name")));
        }
        self::assertSame([0, "\"--help\" is recorded as sent.\n"], self::runLine(self::shownLine('--help', 'sent', 'Ada')));
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

    /** Returns the line that the list shows for a reply, with a name in its quotes. */
    private static function shownLine(string $key, string $resolution, string $name = ''): string
    {
        $pattern = "~^  php artisan (cotp:resolve --asked-at=\\S+ --by=')(' -- '$key' $resolution)$~m";
        return preg_match($pattern, self::call('cotp:unknown')[1], $match) === 1 ? "$match[1]$name$match[2]" : self::fail("No line is shown for $key.");
    }

    /**
     * Pastes lines into a shell whose "php" only notes its words.
     * @return list<list<string>>
     */
    private static function pasted(string $lines): array
    {
        $folder = sys_get_temp_dir() . '/cotp-shell-' . bin2hex(random_bytes(6));
        mkdir("$folder/bin", recursive: true);
        file_put_contents("$folder/bin/php", "#!/bin/sh\nprintf '%s\\0' \"\$@\" >> words\necho >> words\n");
        chmod("$folder/bin/php", 0755);
        $process = proc_open(['bash', '--norc', '--noprofile', '-i', '+m'], [['pipe', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']], $pipes, $folder, ['PATH' => "$folder/bin:" . getenv('PATH')]);
        self::assertIsResource($process);
        fwrite($pipes[0], "unset HISTFILE; shopt -u interactive_comments\n$lines\nexit\n");     // comments as in zsh
        fclose($pipes[0]);
        proc_close($process);
        $noted = array_map(static fn (string $line): array => explode("\0", rtrim($line, "\0")), explode("\n", rtrim((string) file_get_contents("$folder/words"), "\n")));
        $others = array_diff(scandir($folder) ?: [], ['.', '..', 'bin', 'words']);
        exec('rm -rf --one-file-system ' . escapeshellarg($folder));
        self::assertSame([], $others, 'Nothing else was run.');
        return $noted;
    }

    /** @return array{int, string} */
    private static function runLine(string $line): array
    {
        return [Artisan::call($line), Artisan::output()];
    }
}
