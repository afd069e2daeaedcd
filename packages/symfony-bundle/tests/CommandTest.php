<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests;

use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Exception\SchemaMismatch;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Resolution;
use Cotp\Ledger\Schema;
use Cotp\Ledger\Sender;
use Cotp\Ledger\Settings;
use Cotp\SymfonyBundle\Accounts;
use Cotp\SymfonyBundle\Command\ResolveCommand;
use Cotp\SymfonyBundle\Command\UnknownCommand;
use Cotp\SymfonyBundle\Command\WorkCommand;
use Cotp\SymfonyBundle\Tests\lib\SiteTestCase;
use Cotp\Testing\FakeCotp;
use CotpCallbackVerifier;
use CotpForm;
use CotpOutcomeUnknownException;
use DateTimeImmutable;
use PDO;
use Symfony\Bundle\FrameworkBundle\Console\Application;
use Symfony\Component\Console\Input\StringInput;
use Symfony\Component\Console\Output\BufferedOutput;
use Symfony\Component\Console\Tester\CommandTester;

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

        self::assertSame(2, $this->runLine($this->shownLine('booking-1/card', 'not-sent'))[0], 'The name is missing.');
        self::assertSame([0, '"booking-1/card" is recorded as not_sent.'], $this->runLine($this->shownLine('booking-1/card', 'not-sent', 'Ada')));
        $resolved = $this->ledger()->find('booking-1/card') ?? self::fail('The question is not known.');
        self::assertSame(AskState::NotSent, $resolved->state);
        $again = $this->resolve('booking-1/card', 'sent', $resolved->askedAt);
        self::assertSame(1, $again->getStatusCode());
        self::assertStringContainsString('there is nothing to resolve', self::words($again));
    }

    public function test_reply_about_an_older_send_is_not_recorded_for_a_newer_one(): void
    {
        $this->boot();
        $this->fake()->loseNextResponse();
        $this->ask();
        $lines = ['sent' => $this->shownLine('booking-1/card', 'sent'), 'not-sent' => $this->shownLine('booking-1/card', 'not-sent')];
        $seen = $this->ledger()->find('booking-1/card') ?? self::fail('The question is not known.');
        $this->ledger()->resolve('booking-1/card', Resolution::NotSent, 'Bob');
        while ((new DateTimeImmutable())->format('Uv') === $seen->askedAt->format('Uv')) {
            usleep(100);                                // the ledger stores milliseconds
        }
        $this->fake()->loseNextResponse();
        $this->ask();                                   // the same attempt, sent again
        foreach ($lines as $line) {
            [$status, $text] = $this->runLine(strtr($line, ["--by=''" => '--by=Ada']));
            self::assertSame(1, $status);
            self::assertMatchesRegularExpression('~"booking-1/card" was sent last at \S+Z, so nothing was recorded\. Run cotp:ledger:unknown again~', $text);
        }
        $ask = $this->ledger()->find('booking-1/card');
        self::assertSame([AskState::Unknown, $seen->attempt], [$ask?->state, $ask?->attempt]);
        self::assertSame(0, $this->runLine($this->shownLine('booking-1/card', 'sent', 'Ada'))[0]);
    }

    public function test_list_that_is_pasted_into_a_shell_runs_its_commands_alone(): void
    {
        $accounts = ['default', 'h;touch${IFS}pwned;#', "it's<b>\$HOME"];
        $keys = ['x;touch${IFS}pwned;#', '=ls', '--help', "it's<b>\$HOME\\<info>"];
        $ledger = $this->ledgerOf($accounts);
        $tester = new CommandTester(new UnknownCommand($ledger, null));
        foreach ($accounts as $account) {
            foreach ($keys as $key) {
                self::thrown(CotpOutcomeUnknownException::class, fn () => $ledger->ask($key, static fn (string $url): CotpForm => new CotpForm(bookerId: 'h', email: 'guest@example.com', callbackUrl: $url), $account));
            }
            $tester->execute(['--account' => $account]);
            $shown = (string) preg_replace('~\A.*?\n(?=# )~s', '', $tester->getDisplay());
            $words = array_map(static fn (array $line): array => [$line[0], $line[count($line) - 2], $line[count($line) - 1]], self::pasted($shown));
            self::assertSame(array_merge(...array_map(static fn (string $key): array => [['cotp:ledger:resolve', $key, 'sent'], ['cotp:ledger:resolve', $key, 'not-sent']], $keys)), $words);
            self::assertSame($account === 'default' ? 0 : 8, count(array_filter(self::pasted($shown), static fn (array $line): bool => $line[1] === "--account=$account")));
        }
    }

    public function test_key_that_looks_like_an_option_is_resolved(): void
    {
        $this->boot();
        $this->fake()->loseNextResponse();
        self::thrown(CotpOutcomeUnknownException::class, fn () => $this->ledger()->ask('--help', static fn (string $url): CotpForm => new CotpForm(bookerId: 'h', email: 'guest@example.com', callbackUrl: $url)));
        self::assertSame([0, '"--help" is recorded as sent.'], $this->runLine($this->shownLine('--help', 'sent', 'Ada')));
    }

    /** @param list<string> $accounts */
    private function ledgerOf(array $accounts): Ledger
    {
        $pdo = new PDO('sqlite::memory:');
        Schema::migrate($pdo);
        $sender = self::createStub(Sender::class);
        $sender->method('send')->willThrowException(new CotpOutcomeUnknownException('lost'));
        $provider = self::createStub(AccountProvider::class);
        $provider->method('account')->willReturnCallback(static fn (string $name): Account => new Account($sender, new CotpCallbackVerifier(['k' => str_repeat('k', 32)]), 'https://site.example/cotp', $name));
        return new Ledger($pdo, $provider, str_repeat('s', 32), settings: new Settings(checkDurability: false));
    }

    /**
     * Pastes lines into a shell whose "bin/console" only notes its words.
     * @return list<list<string>>
     */
    private static function pasted(string $lines): array
    {
        $folder = sys_get_temp_dir() . '/cotp-shell-' . bin2hex(random_bytes(6));
        mkdir("$folder/bin", recursive: true);
        file_put_contents("$folder/bin/console", "#!/bin/sh\nprintf '%s\\0' \"\$@\" >> words\necho >> words\n");
        chmod("$folder/bin/console", 0755);
        $process = proc_open(['bash', '--norc', '--noprofile', '-i', '+m'], [['pipe', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']], $pipes, $folder);
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

    public function test_resolve_requires_a_person_an_outcome_and_a_send(): void
    {
        $this->boot();
        $time = '2026-11-29T12:00:00.000Z';
        foreach ([
            'The option --by must be set' => ['outcome' => 'sent', '--by' => '', '--asked-at' => $time],
            'The argument "outcome" must be' => ['outcome' => 'perhaps', '--by' => 'Ada', '--asked-at' => $time],
            'Copy the line that cotp:ledger:unknown shows.' => ['outcome' => 'sent', '--by' => 'Ada'],
            'The option --asked-at must be' => ['outcome' => 'sent', '--by' => 'Ada', '--asked-at' => 'yesterday'],
        ] as $message => $input) {
            $refused = $this->command('cotp:ledger:resolve', ['key' => 'a'] + $input);
            self::assertSame(2, $refused->getStatusCode());
            self::assertStringContainsString($message, self::words($refused));
        }
        self::assertSame(1, $this->resolve('a', 'sent', new DateTimeImmutable())->getStatusCode());
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

    /** Returns the line that the list shows for a reply, with a name in its quotes. */
    private function shownLine(string $key, string $outcome, string $name = ''): string
    {
        $pattern = "~^  bin/console (cotp:ledger:resolve --asked-at=\S+ --by=')(' -- '" . preg_quote($key) . "' $outcome)$~m";
        return preg_match($pattern, $this->command('cotp:ledger:unknown')->getDisplay(), $match) === 1 ? "$match[1]$name$match[2]" : self::fail("No line is shown for $key.");
    }

    /** @return array{int, string} the exit code, and what is shown */
    private function runLine(string $line): array
    {
        $application = new Application($this->kernel);
        $application->setAutoExit(false);
        $output = new BufferedOutput();
        $status = $application->run(new StringInput($line), $output);
        return [$status, self::words($output->fetch())];
    }

    private function resolve(string $key, string $outcome, DateTimeImmutable $askedAt): CommandTester
    {
        return $this->command('cotp:ledger:resolve', ['key' => $key, 'outcome' => $outcome, '--by' => 'Ada', '--asked-at' => ResolveCommand::time($askedAt)]);
    }

    /** Returns a text without its line breaks, which depend on the width of the terminal. */
    private static function words(string|CommandTester $shown): string
    {
        return trim((string) preg_replace('~\s+~', ' ', is_string($shown) ? $shown : $shown->getDisplay()));
    }
}
