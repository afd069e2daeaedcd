<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Command\ShownCommand;
use CotpCli\Tests\Support\Command;
use CotpCli\Tests\Support\LedgerTestCase;
use PHPUnit\Framework\Attributes\TestWith;

/** The lines that commands show can be run anywhere: they use the same account and ledger, and nothing else in them is run. */
final class ShownCommandTest extends LedgerTestCase
{
    private const SENDER = ['--email=guest@tester.example', '--booker-id=hotel-42', '--yes'];

    private string $ledger;
    /** The same from the folder of the test run. */
    private string $relative;
    private string $profiles;

    protected function setUp(): void
    {
        parent::setUp();
        mkdir("{$this->folder->path}/it's");
        $this->relative = str_repeat('../', substr_count((string) getcwd(), '/')) . ltrim("{$this->folder->path}/it's/own.sqlite", '/');
        $this->ledger = getcwd() . "/$this->relative";
        $this->profiles = "{$this->folder->path}/profiles.json";
        file_put_contents($this->profiles, json_encode(['live' => ['baseUri' => self::$sandbox->origin . '/api']]));
        chmod($this->profiles, 0600);
    }

    #[TestWith(['--profile=live', '', '--profile=live'])]
    #[TestWith(['', 'COTP_PROFILE=live', '--profile=live'])]
    #[TestWith(['', 'PCIBOOKING_BASE_URI=SANDBOX', '--base-uri=SANDBOX'])]
    #[TestWith(['--base-uri=SANDBOX', '', '--base-uri=SANDBOX'])]
    public function testLinesThatAreFollowedSendOneMessage(string $option, string $variable, string $account): void
    {
        [$option, $variable, $account] = str_replace('SANDBOX', self::$sandbox->origin . '/api', [$option, $variable, $account]);
        [$name, $value] = explode('=', "$variable=");
        $environment = $variable === '' ? [] : [$name => $value];
        $shown = " $account";
        $ledger = ' ' . ShownCommand::word("--ledger=$this->ledger");
        $send = fn (): Command => $this->send('booking-1', $option, $environment);
        self::$sandbox->fault(['kind' => 'drop_before', 'operation' => 'send'], $this->key);
        $list = self::next($send(), 5);
        self::assertSame("cotp ledger unknown$shown$ledger", $list);
        $listed = $this->runShown($list, profiles: $this->profiles);
        self::assertSame(5, $listed->code, $listed->output());
        preg_match('/^  (cotp .* --not-sent .*)$/m', $listed->result(), $match);
        $resend = self::next($this->runShown($match[1] ?? self::fail($listed->result()), ['--yes'], $this->profiles), 0);
        self::assertSame("cotp send$shown$ledger booking-1", $resend);
        $wait = self::next($this->runShown($resend, self::SENDER, $this->profiles), 0);
        self::assertMatchesRegularExpression('~^cotp wait' . preg_quote($shown) . ' [0-9a-z]+$~D', $wait);
        self::assertSame($wait, self::next($send(), 0));
        self::assertSame(1, $this->processed());
        self::assertDirectoryDoesNotExist("{$this->folder->path}/state", 'No other ledger was used.');
    }

    #[TestWith(['send booking-1 --yes --email other@tester.example --booker-id h', 'ledger remind', ' booking-1'])]
    #[TestWith(['ledger forget booking-2 --yes', 'send', ' booking-2'])]
    #[TestWith(['ledger reconcile booking-1 --sent --yes', 'ledger unknown', ''])]
    #[TestWith(['ledger reconcile booking-1 --sent --asked-at yesterday', 'ledger unknown', ''])]
    #[TestWith(['ledger reconcile booking-1 --sent --asked-at 2026-11-29T12:00:00.000Z', 'ledger unknown', ''])]
    public function testErrorsNameTheLedger(string $line, string $command, string $reference): void
    {
        self::assertSame(0, $this->send('booking-1', '--base-uri=' . self::$sandbox->origin . '/api')->code);
        $error = $this->cotp("$line --ledger $this->relative", ['PCIBOOKING_API_KEY' => $this->key])->errors();
        self::assertStringEndsWith(": cotp $command --base-uri=" . self::$sandbox->origin . '/api ' . ShownCommand::word("--ledger=$this->ledger") . "$reference\n", $error);
    }

    #[TestWith(['bash --norc --noprofile'])]
    #[TestWith(['zsh -f'])]
    #[TestWith(['bash --norc --noprofile -i +m'])]
    #[TestWith(['zsh -f -i +m'])]
    public function testPastedListRunsItsCommandsAlone(string $shell): void
    {
        $references = ['x;touch${IFS}pwned;#\'', '=ls', '-z', '--help', '!!$(touch${IFS}pwned)', '~', 'a=b'];
        foreach ($references as $reference) {
            self::$sandbox->fault(['kind' => 'drop_before', 'operation' => 'send'], $this->key);
            self::assertSame(5, $this->send($reference, '--profile=live')->code);
        }
        $listed = $this->runShown('cotp ledger unknown --profile=live ' . ShownCommand::word("--ledger=$this->ledger"), profiles: $this->profiles)->result();
        file_put_contents("{$this->folder->path}/cotp", "#!/bin/sh\nprintf '%s\\0' \"\$@\" 'end of line' >> \"\$LOG\"\n");
        chmod("{$this->folder->path}/cotp", 0755);
        $environment = ['PATH' => "{$this->folder->path}:" . getenv('PATH'), 'LOG' => "{$this->folder->path}/log", 'HOME' => $this->folder->path];
        $process = proc_open(explode(' ', $shell), [['pipe', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']], $pipes, $this->folder->path, $environment);
        self::assertIsResource($process);
        fwrite($pipes[0], $listed . "exit\n");
        fclose($pipes[0]);
        proc_close($process);
        self::assertFileDoesNotExist("{$this->folder->path}/pwned");
        $lines = explode("\0end of line\0", (string) file_get_contents("{$this->folder->path}/log"), -1);
        self::assertCount(2 * count($references), $lines);
        $shown = [];
        foreach ($lines as $line) {
            $words = explode("\0", $line);
            self::assertSame(['ledger', 'reconcile', '--profile=live', "--ledger=$this->ledger"], [$words[0], $words[1], $words[4], $words[5]]);
            $shown[] = end($words);
        }
        self::assertEqualsCanonicalizing([...$references, ...$references], $shown);
    }

    public function testReferenceThatLooksLikeAnOptionIsRecorded(): void
    {
        self::$sandbox->fault(['kind' => 'drop_before', 'operation' => 'send'], $this->key);
        $list = self::next($this->send('--help', '--profile=live'), 5);
        preg_match('/^  (cotp .* --sent .*)$/m', $this->runShown($list, profiles: $this->profiles)->result(), $match);
        $sent = $this->runShown($match[1] ?? self::fail('No line is shown.'), ['--yes'], $this->profiles);
        self::assertSame(0, $sent->code, $sent->output());
        self::assertStringContainsString('--help, attempt 1', $sent->result());
    }

    /** @param array<string, string> $environment */
    private function send(string $reference, string $option = '', array $environment = []): Command
    {
        $words = ['send', ...self::SENDER, '--new-ledger', "--ledger=$this->relative", ...($option === '' ? [] : [$option]), '--', $reference];
        return (new Command($words, $this->key, environment: $environment + ['COTP_PROFILES' => $this->profiles, 'XDG_STATE_HOME' => "{$this->folder->path}/state"]))->finish();
    }

    /** Returns the command after "Next". */
    private static function next(Command $command, int $code): string
    {
        self::assertSame($code, $command->code, $command->output());
        return preg_match('/^Next +(?:.*: )?(cotp .*)$/m', $command->result(), $match) === 1 ? $match[1] : self::fail($command->output());
    }
}
