<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\Command;
use CotpCli\Tests\Support\ServiceTestCase;
use CotpCli\Tests\Support\TerminalCommand;
use PHPUnit\Framework\Attributes\TestWith;

/** A wrong command line is one sentence with the command that helps, or JSON, and the exit code is 2. */
final class UsageTest extends ServiceTestCase
{
    #[TestWith(['shoow id', 'There is no command "cotp shoow". Did you mean cotp show? See all: cotp list'])]
    #[TestWith(['quite-different', 'There is no command "cotp quite-different". See all: cotp list'])]
    #[TestWith(['s', 'There is no command "cotp s". Did you mean cotp send, or cotp show, or cotp sandbox? See all: cotp list'])]
    #[TestWith(['help shoow', 'There is no command "cotp shoow". Did you mean cotp show? See all: cotp list'])]
    #[TestWith(['callback', '"cotp callback" needs a second word. There are: cotp callback url, cotp callback verify, cotp callback trigger'])]
    #[TestWith(['callback show', 'There is no command "cotp callback show". There are: cotp callback url, cotp callback verify, cotp callback trigger'])]
    #[TestWith(['show', 'Not enough arguments (missing: "request"). See what it accepts: cotp help show'])]
    #[TestWith(['sho', 'Not enough arguments (missing: "request"). See what it accepts: cotp help show'])]
    #[TestWith(['show id other', 'Too many arguments to "show" command, expected arguments "request". See what it accepts: cotp help show'])]
    #[TestWith(['ledger unknown a-secret', 'No arguments expected for "ledger:unknown" command. See what it accepts: cotp help ledger unknown'])]
    #[TestWith(['ledger remind --nosuch', 'The "--nosuch" option does not exist. See what it accepts: cotp help ledger remind'])]
    #[TestWith(['show --ca-file', 'The "--ca-file" option requires a value. See what it accepts: cotp help show'])]
    #[TestWith(['--nosuch', 'The "--nosuch" option does not exist. See the options: cotp list'])]
    public function testWrongLineIsOneSentence(string $line, string $sentence): void
    {
        $command = Command::run(explode(' ', $line));
        self::assertSame(["cotp: $sentence\n", '', 2], [$command->errors(), $command->result(), $command->code]);
        $json = Command::run(explode(' ', str_starts_with($line, '--') ? $line : "$line --json"));
        if (!str_starts_with($line, '--') && !str_ends_with($line, '--ca-file') && !str_starts_with($line, 'help')) {
            self::assertSame(['error' => ['type' => 'UserError', 'message' => $sentence]], self::assertOutput('error', $json->result()));
            self::assertSame(['', 2], [$json->errors(), $json->code]);
        }
    }

    /** A person who mistypes "send" is not asked whether another command is to run. */
    public function testSimilarCommandIsNotOffered(): void
    {
        $command = new TerminalCommand('sendd booking-1', []);
        $command->type('', "\x04");       // the end of the input, if it were asked
        [$code, $screen] = $command->wait();
        self::assertSame([2, "cotp: There is no command \"cotp sendd\". Did you mean cotp send? See all: cotp list\n"], [$code, $screen]);
    }

    public function testErrorsOfTheDoctorAreJson(): void
    {
        $command = Command::run(['doctor', '--json', '--profile', 'nosuch']);
        $error = self::assertOutput('error', $command->result())['error'];
        self::assertSame(1, $command->code);
        self::assertIsArray($error);
        self::assertIsString($error['message']);
        self::assertStringStartsWith('The profile "nosuch" does not exist', $error['message']);
    }

    public function testClosedPipeEndsQuietly(): void
    {
        $command = new Command(['show', '--json']);
        $command->closeOutput();
        self::assertSame(2, $command->wait());
        self::assertSame('', $command->errors());
    }
}
