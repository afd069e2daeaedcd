<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests\Support;

use PDO;

/** Sends with a ledger in the folder of the test. */
abstract class LedgerTestCase extends ServiceTestCase
{
    protected const FORM = '--email guest@tester.example --booker-id hotel-42';

    protected bool $createsLedger = true;

    /** Without a terminal, only an option lets cotp send create the ledger. */
    protected function start(string $line, array $environment = [], string $stdin = ''): Command
    {
        return parent::start($this->createsLedger && str_starts_with($line, 'send ') ? "$line --new-ledger" : $line, $environment, $stdin);
    }

    /** The file of the ledger, which belongs to the service. */
    protected function ledger(): string
    {
        return (glob("{$this->folder->path}/state/cotp/*.sqlite") ?: [])[0] ?? self::fail('There is no ledger.');
    }

    /** Lets the lease of each process that sends end at once, as if it had been killed long ago. */
    protected function endLeases(): void
    {
        (new PDO("sqlite:{$this->ledger()}"))->exec('UPDATE cotp_ledger_question SET lease_until = 1 WHERE lease_until IS NOT NULL');
    }

    /** Makes the outcome of a message unknown that the service has processed. */
    protected function loseResponse(string $reference): void
    {
        self::$sandbox->fault(['kind' => 'drop_after', 'operation' => 'send'], $this->key);
        $command = $this->cotp("send $reference --yes " . self::FORM);
        self::assertSame(5, $command->code, $command->output());
    }

    /** Returns the options for what a person found out about the message that the list shows, without a terminal. */
    protected function shown(string $reference): string
    {
        $pattern = '/^  cotp ledger reconcile --sent (--asked-at=\\S+) .* ' . preg_quote($reference) . '$/m';
        return preg_match($pattern, $this->cotp('ledger unknown')->result(), $match) === 1 ? "--yes $match[1]" : self::fail("\"$reference\" is not listed.");
    }

    /**
     * Runs a line as a shell would that a command has shown, in another folder and without the variables of that command.
     * @param list<string> $more options that the line does not have
     */
    protected function runShown(string $line, array $more = [], string $profiles = ''): Command
    {
        self::assertStringStartsWith('cotp ', $line);
        $words = explode("\0", rtrim((string) shell_exec("cd / && printf '%s\\0' " . substr($line, 5)), "\0"));
        $last = array_search('--', $words, true);
        array_splice($words, is_int($last) ? $last : -1, 0, $more);
        return (new Command($words, $this->key, environment: ['COTP_PROFILES' => $profiles]))->finish();
    }

    protected function processed(): int
    {
        return count(self::$sandbox->recipients($this->key));
    }

    protected static function assertOneSentence(string $pattern, Command $command, int $code = 1): void
    {
        self::assertSame($code, $command->code, $command->output());
        self::assertMatchesRegularExpression("/^(?:(?:Service|Reference|Ledger) [^\n]*\n)*cotp: [^\n]*(?:$pattern)[^\n]*\n$/D", $command->errors());
        self::assertSame('', $command->result());
    }
}
