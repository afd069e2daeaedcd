<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\LedgerTestCase;
use CotpCli\Tests\Support\TerminalCommand;
use PDO;
use PHPUnit\Framework\Attributes\TestWith;

/** The file of the ledger: which one is created, and which one is refused because it does not know what was sent. */
final class LedgerFileTest extends LedgerTestCase
{
    private const OLDER = 'is an older copy: it does not know what was sent last, so nothing was sent or changed.* echo 1 > .*\.progress';

    public function testOlderCopyIsRefused(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        $file = $this->ledger();
        self::assertSame("1\n", file_get_contents("$file.progress"));
        self::assertSame(0600, fileperms("$file.progress") & 0777);
        copy($file, "{$this->folder->path}/backup");
        $this->cotp('send booking-2 --yes ' . self::FORM);
        self::assertSame(0, $this->cotp('ledger forget booking-2 --yes')->code);      // what is forgotten was sent nevertheless
        copy($file, "{$this->folder->path}/newest");
        copy("{$this->folder->path}/backup", $file);
        foreach (['send booking-2 --yes ' . self::FORM, 'ledger remind booking-1 --replaces 1 --yes ' . self::FORM, 'ledger unknown', 'ledger forget booking-1 --yes'] as $line) {
            self::assertOneSentence(self::OLDER, $this->cotp($line));
        }
        self::assertSame(2, $this->processed());
        copy("{$this->folder->path}/newest", $file);
        self::assertSame(0, $this->cotp('send booking-2 --yes ' . self::FORM)->code);
        self::assertSame(2, $this->processed());
    }

    public function testCopyWithoutTheNumberBesideItIsRefusedUntilAPersonDecides(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        $mark = "{$this->ledger()}.progress";
        foreach ([static fn (): bool => unlink($mark), static fn (): int|false => file_put_contents($mark, 'damaged')] as $lose) {
            $lose();
            self::assertOneSentence('may be an older copy, because .*\.progress is missing or damaged, so nothing was sent or changed.*umask 077; echo 1 > ', $this->cotp('send booking-2 --yes ' . self::FORM));
        }
        self::assertSame(1, $this->processed());
        file_put_contents($mark, "1\n");        // as the sentence says
        self::assertSame(0, $this->cotp('send booking-2 --yes ' . self::FORM)->code);
        self::assertSame("2\n", file_get_contents($mark));
    }

    public function testNumberIsStoredBeforeTheFirstMessageIsCounted(): void
    {
        $terminal = $this->terminal('send booking-1 ' . self::FORM);
        $terminal->type('Send this message?', "no\n");
        $terminal->wait();
        (new PDO("sqlite:{$this->ledger()}"))->exec("CREATE TRIGGER busy BEFORE UPDATE ON cotp_cli_progress BEGIN SELECT RAISE(FAIL, 'busy'); END");
        $this->cotp('send booking-1 --yes ' . self::FORM);
        self::assertSame("0\n", file_get_contents("{$this->ledger()}.progress"));
        self::assertSame(5, $this->cotp('ledger unknown')->code);
    }

    /** An attempt that is sent once more has no new row. */
    public function testOlderCopyWithTheSameAttemptIsRefused(): void
    {
        self::$sandbox->fault(['kind' => 'error', 'code' => -179, 'operation' => 'send'], $this->key);
        $this->cotp('send booking-1 --yes ' . self::FORM);
        copy($this->ledger(), "{$this->folder->path}/backup");
        self::assertSame(0, $this->cotp('send booking-1 --yes ' . self::FORM)->code);
        copy("{$this->folder->path}/backup", $this->ledger());
        self::assertOneSentence(self::OLDER, $this->cotp('send booking-1 --yes ' . self::FORM));
        self::assertSame(1, $this->processed());
    }

    public function testOlderCopyThatIsRestoredDuringTheQuestionSendsNothing(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        $command = $this->terminal('send booking-2 ' . self::FORM);
        $command->type('Send this message?', '');
        file_put_contents("{$this->ledger()}.progress", "2\n");
        $command->type('Send this message?', "yes\n");
        [$code, $screen] = $command->wait();
        self::assertSame(1, $code, $screen);
        self::assertStringContainsString('The message was not sent, but counts as unknown.', $screen);
        self::assertSame(1, $this->processed());
    }

    public function testNewLedgerIsCreatedOnlyIfThatIsWanted(): void
    {
        $this->createsLedger = false;
        self::assertOneSentence('The ledger .* does not exist, so nothing was sent. To create it: --new-ledger', $this->cotp('send booking-1 --yes ' . self::FORM));
        self::assertDirectoryDoesNotExist("{$this->folder->path}/state");
        $first = $this->cotp('send booking-1 --yes --new-ledger ' . self::FORM);
        self::assertSame(0, $first->code, $first->output());
        self::assertStringContainsString('(NEW: it remembers nothing that was sent before; protects only', $first->errors());
        $second = $this->cotp('send booking-2 --yes ' . self::FORM);
        self::assertSame(0, $second->code, $second->output());
        self::assertStringNotContainsString('NEW', $second->errors());
        unlink($this->ledger());
        self::assertOneSentence('is missing, although it was used', $this->cotp('send booking-1 --yes ' . self::FORM));
        self::assertSame(2, $this->processed());
    }

    public function testPersonSeesThatTheLedgerIsNew(): void
    {
        foreach (["no\n", "yes\n"] as $typed) {
            $command = $this->terminal('send booking-1 ' . self::FORM);
            $command->type('Send this message?', $typed);
            self::assertStringContainsString('(NEW: it remembers nothing that was sent before', $command->wait()[1]);
        }
        self::assertSame(1, $this->processed());
    }

    #[TestWith(['send booking-1 --yes'])]
    #[TestWith(['ledger remind booking-1 --replaces 1 --yes'])]
    public function testLedgerBelongsToOneService(string $line): void
    {
        $ledger = "--ledger {$this->folder->path}/own.sqlite";
        $this->cotp("send booking-1 --yes $ledger " . self::FORM);
        $origin = self::$sandbox->origin;
        foreach ([$origin . '/other' => '127.0.0.1\/other', str_replace('127.0.0.1', 'LOCALHOST', $origin) . '/api' => 'localhost\/api'] as $baseUri => $service) {
            self::assertOneSentence("own.sqlite belongs to the service 127.0.0.1\\/api, not to $service, so nothing was sent. Name another file: --ledger FILE", $this->cotp("$line $ledger " . self::FORM, ['PCIBOOKING_BASE_URI' => $baseUri]));
        }
        self::assertSame(1, $this->processed());
    }

    public function testMessageThatCannotBeNotedIsNotSent(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        (new PDO("sqlite:{$this->ledger()}"))->exec("CREATE TRIGGER busy BEFORE UPDATE ON cotp_cli_progress BEGIN SELECT RAISE(FAIL, 'busy'); END");
        self::assertSame(1, $this->cotp('send booking-2 --yes ' . self::FORM)->code);
        self::assertSame(5, $this->cotp('send booking-2 --yes ' . self::FORM)->code);
        self::assertSame(1, self::$sandbox->received('send', $this->key));
    }

    private function terminal(string $line): TerminalCommand
    {
        return new TerminalCommand($line, [
            'PCIBOOKING_BASE_URI' => self::$sandbox->origin . '/api', 'PCIBOOKING_API_KEY' => $this->key, 'XDG_STATE_HOME' => "{$this->folder->path}/state",
        ]);
    }
}
