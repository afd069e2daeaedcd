<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\LedgerTestCase;
use PHPUnit\Framework\Attributes\TestWith;

/** The commands ledger unknown, reconcile, remind and forget. */
final class LedgerCommandsTest extends LedgerTestCase
{
    public function testUnknownListsMessagesThatMayHaveBeenSent(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        $none = $this->cotp('ledger unknown --json');
        self::assertSame(0, $none->code, $none->output());
        self::assertSame(['unknown' => []], self::assertOutput('ledger:unknown', $none->result()));
        $this->loseResponse('booking-2');
        $some = $this->cotp('ledger unknown --json', ['PCIBOOKING_API_KEY' => '']);
        self::assertSame(5, $some->code, $some->output());
        $list = self::assertOutput('ledger:unknown', $some->result())['unknown'];
        self::assertIsArray($list);
        self::assertSame(['booking-2'], array_column($list, 'reference'));
        self::assertStringStartsWith('# booking-2, attempt 1, since ', $this->cotp('ledger unknown')->result());
    }

    public function testRequestOfTheReferenceIsEvidence(): void
    {
        $this->loseResponse('booking-1');
        $id = self::$sandbox->column('/sandbox/requests.json', 'request', $this->key)[0] ?? self::fail('There is no request.');
        $other = $this->request();
        self::assertOneSentence('does not show that the request belongs', $this->cotp("ledger reconcile booking-1 --request $other"));
        self::assertSame(3, $this->cotp('ledger reconcile booking-1 --request unknown-request')->code);
        self::assertSame(5, $this->cotp('send booking-1 --yes ' . self::FORM)->code);
        $command = $this->cotp("ledger reconcile booking-1 --request $id --json");
        self::assertSame(0, $command->code, $command->output());
        $ask = self::assertOutput('ledger:reconcile', $command->result());
        self::assertSame(['Sent', $id], [$ask['state'], $ask['requestId']]);
        self::assertSame(0, $this->cotp('send booking-1 ' . self::FORM)->code);
    }

    public function testRequestThatCouldNotBeComparedIsNoEvidence(): void
    {
        $this->loseResponse('booking-1');
        $other = $this->request();
        self::assertOneSentence('does not show that the request belongs', $this->cotp("ledger reconcile booking-1 --request $other"));
        $pdo = new \PDO("sqlite:{$this->ledger()}");
        $pdo->exec("CREATE TRIGGER busy BEFORE UPDATE OF unconfirmed_id ON cotp_ledger_question BEGIN SELECT RAISE(FAIL, 'busy'); END");
        foreach ([$other, $this->request()] as $request) {
            self::assertOneSentence('could not compare .*nothing was changed. Run the command again', $this->cotp("ledger reconcile booking-1 --request $request"), 4);
        }
        $pdo->exec('DROP TRIGGER busy');
        self::assertOneSentence('does not show that the request belongs', $this->cotp("ledger reconcile booking-1 --request {$this->request()}"));
    }

    public function testRequestOfAnotherReferenceIsRefused(): void
    {
        $sent = self::assertOutput('send', $this->cotp('send booking-1 --yes --json ' . self::FORM)->result())['requestId'];
        self::assertIsString($sent);
        $this->loseResponse('booking-2');
        foreach ([$sent, 'a_b'] as $request) {
            $command = $this->cotp("ledger reconcile booking-2 --sent {$this->shown('booking-2')} --request $request");
            self::assertSame(1, $command->code, $command->output());
            self::assertMatchesRegularExpression('/^cotp: --request must be the id of a request of "booking-2": "[^"]+" is not an id, or belongs to another reference. Nothing was changed.$/m', $command->errors());
        }
        self::assertSame(5, $this->cotp('ledger unknown')->code);
    }

    public function testPersonEndsAnUnknownOutcome(): void
    {
        $this->loseResponse('booking-1');
        $this->loseResponse('booking-2');
        self::assertOneSentence('Ask the guest, then add --sent or --not-sent', $this->cotp('ledger reconcile booking-1 --yes'));
        self::assertOneSentence('excludes', $this->cotp('ledger reconcile booking-1 --yes --sent --not-sent'));
        self::assertSame(1, $this->cotp('ledger reconcile booking-1 --not-sent')->code);
        self::assertSame(5, $this->cotp('send booking-1 --yes ' . self::FORM)->code);
        $sent = $this->cotp("ledger reconcile booking-1 --sent --json {$this->shown('booking-1')}");
        self::assertSame('Sent', self::assertOutput('ledger:reconcile', $sent->result())['state']);
        self::assertSame(0, $this->cotp('send booking-1 ' . self::FORM)->code);
        self::assertSame(2, $this->processed());
        $shown = $this->shown('booking-2');
        self::assertSame(0, $this->cotp("ledger reconcile booking-2 --not-sent $shown --by Ada")->code);
        self::assertSame(0, $this->cotp('send booking-2 --yes ' . self::FORM)->code);
        self::assertSame(3, $this->processed());
        self::assertOneSentence('is not unknown.*cotp ledger unknown', $this->cotp("ledger reconcile booking-2 --sent $shown"));
    }

    public function testReminderOfWhatWasNotSentIsRefused(): void
    {
        $this->loseResponse('booking-1');
        self::assertSame(0, $this->cotp('ledger reconcile booking-1 --not-sent ' . $this->shown('booking-1'))->code);
        self::assertOneSentence('"booking-1" was not sent, so no link can be replaced\. Send it: cotp send .* booking-1', $this->cotp('ledger remind booking-1 --email guest@example.com --booker-id hotel-42 --yes --replaces 1'));
    }

    public function testReplyAboutAnOlderMessageIsNotRecordedForANewerOne(): void
    {
        $this->loseResponse('booking-1');
        $shown = $this->shown('booking-1');
        self::assertSame(0, $this->cotp("ledger reconcile booking-1 --not-sent $shown")->code);
        $this->loseResponse('booking-1');       // the same attempt, sent again
        foreach (['--sent', '--not-sent'] as $reply) {
            self::assertOneSentence('"booking-1" was sent last at \S+Z, so nothing was changed\. .* List again: cotp ledger unknown', $this->cotp("ledger reconcile booking-1 $reply $shown"));
            self::assertOneSentence('copy the line with --asked-at that is shown by: cotp ledger unknown', $this->cotp("ledger reconcile booking-1 $reply --yes"));
            self::assertOneSentence('--asked-at must be the time of a message', $this->cotp("ledger reconcile booking-1 $reply --yes --asked-at yesterday"));
        }
        self::assertSame(5, $this->cotp('ledger unknown')->code);
        self::assertSame(0, $this->cotp("ledger reconcile booking-1 --sent {$this->shown('booking-1')}")->code);
    }

    public function testReminderOfAProcessThatWasKilledSendsNothing(): void
    {
        $this->loseResponse('booking-1');
        $pdo = new \PDO("sqlite:{$this->ledger()}");
        $pdo->exec("UPDATE cotp_ledger_question SET state = 'reserved', lease_until = 1, lease_owner = 'killed'");
        $command = $this->cotp('ledger remind booking-1 --yes --replaces 1 ' . self::FORM);
        self::assertSame(5, $command->code, $command->output());
        self::assertStringContainsString('shown by: cotp ledger unknown --base-uri=', $command->result());
        self::assertSame(1, $this->processed());
    }

    public function testReminderReplacesTheLink(): void
    {
        $first = self::assertOutput('send', $this->cotp('send booking-1 --yes --json ' . self::FORM)->result());
        $form = '--phone +34600111222 --booker-id hotel-42';
        $command = $this->cotp("ledger remind booking-1 --replaces 1 --yes --json $form");
        self::assertSame(0, $command->code, $command->output());
        $ask = self::assertOutput('ledger:remind', $command->result());
        self::assertSame([2, true, 'Sent'], [$ask['attempt'], $ask['isNew'], $ask['state']]);
        self::assertSame('LinkExpired', $this->client()->retrieve(is_string($first['requestId']) ? $first['requestId'] : '')->rawStatus);
        $again = self::assertOutput('ledger:remind', $this->cotp("ledger remind booking-1 --replaces 1 --yes --json $form")->result());
        self::assertSame([2, false, $ask['requestId']], [$again['attempt'], $again['isNew'], $again['requestId']]);
        self::assertSame(2, $this->processed());
    }

    public function testReminderWithoutAnAttemptOrAgreementSendsNothing(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        self::assertOneSentence('With --yes, give the attempt', $this->cotp('ledger remind booking-1 --yes ' . self::FORM));
        self::assertOneSentence('the number of an attempt', $this->cotp('ledger remind booking-1 --yes --replaces x ' . self::FORM));
        self::assertOneSentence('has no attempt 2', $this->cotp('ledger remind booking-1 --yes --replaces 2 ' . self::FORM));
        self::assertOneSentence('Without a terminal', $this->cotp('ledger remind booking-1 --replaces 1 ' . self::FORM));
        self::assertSame(1, $this->processed());
    }

    public function testReminderOfAnUnknownMessageSendsNothing(): void
    {
        $this->loseResponse('booking-1');
        $command = $this->cotp('ledger remind booking-1 --yes --replaces 1 --json ' . self::FORM);
        self::assertSame(5, $command->code, $command->output());
        self::assertOutput('ledger:remind', $command->result());
        self::assertSame(1, $this->processed());
    }

    public function testLinkThatCannotBeCanceledStays(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        self::$sandbox->fault(['kind' => 'status', 'status' => 500, 'operation' => 'delete', 'times' => 10], $this->key);
        self::assertOneSentence('old link of "booking-1" could not be deleted, so nothing was sent', $this->cotp('ledger remind booking-1 --yes --replaces 1 ' . self::FORM));
        self::assertSame(1, $this->processed());
    }

    public function testReminderWhoseMessageFailsCanBeRunAgain(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        self::$sandbox->fault(['kind' => 'error', 'code' => -179, 'operation' => 'send'], $this->key);
        $failed = $this->cotp('ledger remind booking-1 --yes --replaces 1 ' . self::FORM);
        self::assertSame(1, $failed->code, $failed->output());
        self::assertStringContainsString('the guest has no link now. Run the command again.', $failed->errors());
        self::assertSame(0, $this->cotp('ledger remind booking-1 --yes --replaces 1 ' . self::FORM)->code);
        self::assertSame(2, $this->processed());
    }

    public function testStoredCardNeedsAnOptionToBeAskedForAgain(): void
    {
        $form = '--email card-stored@tester.example --booker-id h';
        $sent = self::assertOutput('send', $this->cotp("send booking-1 --yes --json $form")->result());
        $this->client()->await(is_string($sent['requestId']) ? $sent['requestId'] : '', 30);
        self::assertOneSentence('has stored a card.*--even-if-card-stored', $this->cotp("ledger remind booking-1 --yes --replaces 1 $form"));
        self::assertSame(0, $this->cotp("send booking-1 $form")->code);     // the ledger looks the request up
        self::assertOneSentence('has stored a card.*--even-if-card-stored', $this->cotp("ledger remind booking-1 --yes --replaces 1 $form"));
        self::assertSame(1, $this->processed());
        self::assertSame(0, $this->cotp("ledger remind booking-1 --yes --replaces 1 --even-if-card-stored $form")->code);
        self::assertSame(2, $this->processed());
    }

    public function testForgetKeepsTheReference(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        self::assertOneSentence('Without a terminal', $this->cotp('ledger forget booking-1'));
        $command = $this->cotp('ledger forget booking-1 --yes --json');
        self::assertSame(0, $command->code, $command->output());
        self::assertSame(1, self::assertOutput('ledger:forget', $command->result())['attempts']);
        self::assertSame(0, $this->cotp('send booking-1 --yes --email other@tester.example --booker-id h')->code);
        self::assertSame(1, $this->processed());
    }

    #[TestWith(['ledger unknown'])]
    #[TestWith(['ledger reconcile booking-1 --sent --yes --asked-at 2026-11-29T12:00:00.000Z'])]
    #[TestWith(['ledger reconcile booking-1 --request some-request'])]
    #[TestWith(['ledger remind booking-1 --replaces 1 --yes --email guest@tester.example --booker-id h'])]
    #[TestWith(['ledger forget booking-1 --yes'])]
    public function testMissingLedgerAndReferenceAreOneSentence(string $line): void
    {
        self::assertOneSentence('The ledger .* does not exist, .*Send a link: cotp send', $this->cotp($line));
        self::assertOutput('error', $this->cotp("$line --json")->result());
        self::assertDirectoryDoesNotExist("{$this->folder->path}/state");
        $this->cotp('send booking-2 --yes ' . self::FORM);
        if ($line !== 'ledger unknown') {
            self::assertOneSentence('has no reference "booking-1". Send a link: cotp send .* booking-1', $this->cotp($line), 3);
        }
    }

    public function testSignalDuringAReminderLetsTheLedgerLearnTheOutcome(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        self::$sandbox->fault(['kind' => 'delay', 'operation' => 'send', 'seconds' => 4], $this->key);
        $command = $this->start('ledger remind booking-1 --replaces 1 --yes --json ' . self::FORM);
        self::$sandbox->awaitRequest('send', 1, $this->key);
        $command->signal(SIGTERM);
        self::assertSame(130, $command->wait(), $command->output());
        self::assertSame('Sent', self::assertOutput('ledger:remind', $command->result())['state']);
    }

    #[TestWith(['ledger unknown'])]
    #[TestWith(['ledger reconcile booking-2 --not-sent --yes --asked-at SHOWN'])]
    #[TestWith(['ledger remind booking-1 --replaces 1 --yes --email guest@tester.example --booker-id h'])]
    #[TestWith(['ledger forget booking-1 --yes'])]
    public function testClosedPipeEndsTheCommandQuietly(string $line): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        $this->loseResponse('booking-2');
        $command = $this->start(str_replace('--yes --asked-at SHOWN', $this->shown('booking-2'), $line));
        $command->closeOutput();
        self::assertSame(141, $command->wait(), $command->errors());
        self::assertDoesNotMatchRegularExpression('/Warning|Notice|Broken pipe|Stack trace/', $command->errors());
    }
}
