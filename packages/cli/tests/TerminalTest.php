<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\LedgerTestCase;
use CotpCli\Tests\Support\TerminalCommand;
use PHPUnit\Framework\Attributes\TestWith;

/** What is asked on a terminal before something is sent or changed. */
final class TerminalTest extends LedgerTestCase
{
    public function testSendShowsWhatWillBeSentToWhom(): void
    {
        [$code, $screen] = $this->onTerminal('send booking-1 ' . self::FORM . ' --language DE', 'Send this message?', "yes\n");
        self::assertSame(0, $code, $screen);
        foreach (['guest@tester.example, by e-mail', 'bookerId "hotel-42"', 'language "DE"', 'protects only those who share it', 'Result       sent'] as $text) {
            self::assertStringContainsString($text, $screen);
        }
        self::assertSame(1, $this->processed());
    }

    #[TestWith(["no\n", 1, 'Not agreed. Nothing was sent or changed.'])]
    #[TestWith(["\n", 1, 'Not agreed. Nothing was sent or changed.'])]
    #[TestWith(["\x04", 1, 'Not agreed. Nothing was sent or changed.'])]
    #[TestWith(["\x03", 130, 'Interrupted. Nothing was sent or changed.'])]
    public function testNothingIsSentWithoutAYes(string $typed, int $exitCode, string $sentence): void
    {
        [$code, $screen] = $this->onTerminal('send booking-1 ' . self::FORM, 'Send this message?', $typed);
        self::assertSame($exitCode, $code, $screen);
        self::assertStringContainsString($sentence, $screen);
        self::assertSame(0, $this->processed());
        self::assertSame(0, $this->cotp('send booking-1 --yes ' . self::FORM)->code);
    }

    public function testReminderIsAskedForAndReplacesTheNewestLink(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        $line = 'ledger remind booking-1 ' . self::FORM;
        self::assertSame(1, $this->onTerminal($line, 'Send this message?', "no\n")[0]);
        self::assertSame(1, $this->processed());
        [$code, $screen] = $this->onTerminal($line, 'Send this message?', "yes\n");
        self::assertSame(0, $code, $screen);
        self::assertStringContainsString('instead of the link of attempt 1', $screen);
        self::assertSame(2, $this->processed());
    }

    public function testChangesOfTheLedgerAreAskedFor(): void
    {
        $this->loseResponse('booking-1');
        $line = 'ledger reconcile booking-1 --not-sent';
        self::assertSame(130, $this->onTerminal($line, 'Are you sure that the guest has received no message?', "\x03")[0]);
        self::assertSame(5, $this->cotp('ledger unknown')->code);
        self::assertSame(0, $this->onTerminal($line, 'Are you sure that the guest has received no message?', "yes\n")[0]);
        self::assertSame(0, $this->cotp('ledger unknown')->code);
        self::assertSame(1, $this->onTerminal('ledger forget booking-1', 'Remove what the ledger knows', "no\n")[0]);
        self::assertSame(0, $this->onTerminal('ledger forget booking-1', 'Remove what the ledger knows', "yes\n")[0]);
    }

    public function testResolutionIsAboutTheMessageThatWasShown(): void
    {
        foreach (['--not-sent', '--sent'] as $n => $option) {
            $this->loseResponse("booking-$n");
            $command = $this->terminal("ledger reconcile booking-$n $option");
            $command->type('Are you sure', '');
            self::assertSame(0, $this->cotp("ledger reconcile booking-$n --not-sent {$this->shown("booking-$n")}")->code);
            $this->loseResponse("booking-$n");       // it is sent again
            $command->type('Are you sure', "yes\n");
            [$code, $screen] = $command->wait();
            self::assertSame(1, $code, $screen);
            self::assertStringContainsString("ask the guest about that message.", $screen);
            self::assertSame(5, $this->cotp("send booking-$n --yes " . self::FORM)->code);
        }
        self::assertSame(4, $this->processed());
    }

    #[TestWith(['guest@tester.example', 0, 'sent before, not sent again'])]
    #[TestWith(['other@tester.example', 1, 'known already, with another recipient'])]
    public function testAnotherProcessThatWasFasterHasSentIt(string $address, int $exitCode, string $text): void
    {
        self::$sandbox->fault(['kind' => 'error', 'code' => -179, 'operation' => 'send'], $this->key);
        $this->cotp('send booking-1 --yes --email wrong@tester.example --booker-id hotel-42');
        $command = $this->terminal("send booking-1 --email $address --booker-id hotel-42");
        $command->type('Send this message?', '');
        self::assertSame(0, $this->cotp('send booking-1 --yes ' . self::FORM)->code);
        $command->type('Send this message?', "yes\n");
        [$code, $screen] = $command->wait();
        self::assertSame($exitCode, $code, $screen);
        self::assertStringContainsString($text, $screen);
        self::assertSame(1, $this->processed());
    }

    /** @return array{int, string} */
    private function onTerminal(string $line, string $question, string $typed): array
    {
        $command = $this->terminal($line);
        $command->type($question, $typed);
        return $command->wait();
    }

    #[TestWith(["\x03", 130, 'Interrupted'])]
    #[TestWith(["\x04", 1, 'Set the environment variable PCIBOOKING_API_KEY'])]
    public function testPersonWhoTypesTheKeySeesWhichServiceGetsIt(string $typed, int $exitCode, string $text): void
    {
        $command = new TerminalCommand('probe --email you@tester.example --base-uri ' . self::$sandbox->origin . '/api', ['PCIBOOKING_API_KEY' => '']);
        $command->type("The API key of your account at 127.0.0.1 (it is not shown):\r\n > ", $typed);
        [$code, $screen] = $command->wait();
        self::assertSame($exitCode, $code, $screen);
        self::assertStringContainsString($text, $screen);
    }

    private function terminal(string $line): TerminalCommand
    {
        return new TerminalCommand($line, [
            'PCIBOOKING_BASE_URI' => self::$sandbox->origin . '/api', 'PCIBOOKING_API_KEY' => $this->key, 'XDG_STATE_HOME' => "{$this->folder->path}/state",
        ]);
    }
}
