<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\LedgerTestCase;

/** However often, in parallel, and however suddenly it ends: cotp send delivers at most one message for a reference. */
final class SendOnceTest extends LedgerTestCase
{
    private const PARALLEL = 6;
    private const REFERENCES = 12;
    private const LONGEST_LIFE = 400_000;

    public function testParallelCommandsSendOnce(): void
    {
        $commands = [];
        for ($i = 0; $i < self::PARALLEL; $i++) {
            $commands[] = $this->start('send booking-1 --yes --json ' . self::FORM);      // they also create the ledger
        }
        $sent = 0;
        foreach ($commands as $command) {
            self::assertContains($command->wait(), [0, 7], $command->output());
            $sent += (int) (self::assertOutput('send', $command->result())['isNew'] === true);
        }
        self::assertSame(1, $sent);
        self::assertSame(1, self::$sandbox->received('send', $this->key));
        self::assertSame(0, $this->cotp('send booking-1 ' . self::FORM)->code);
    }

    public function testKilledCommandsSendAtMostOnce(): void
    {
        self::$sandbox->fault(['kind' => 'delay', 'operation' => 'send', 'seconds' => 0.2, 'times' => 1000], $this->key);     // so that more of them die while they send
        for ($reference = 0; $reference < self::REFERENCES; $reference++) {
            $form = "--email guest-$reference@tester.example --booker-id hotel-42";
            $commands = [];
            for ($i = 0; $i < 3; $i++) {
                $commands[] = $this->start("send booking-$reference --yes $form");
            }
            foreach ($commands as $command) {
                usleep(random_int(0, self::LONGEST_LIFE));
                $command->signal(SIGKILL);
            }
            foreach ($commands as $command) {
                $command->wait();
            }
            self::assertContains($this->cotp("send booking-$reference --yes $form")->code, [0, 7]);
        }
        $this->endLeases();
        for ($reference = 0; $reference < self::REFERENCES; $reference++) {
            self::assertContains($this->cotp("send booking-$reference --yes --email guest-$reference@tester.example --booker-id hotel-42")->code, [0, 5]);
        }
        $recipients = self::$sandbox->recipients($this->key);
        self::assertSame(array_unique($recipients), $recipients);
        self::assertSame(count($recipients), self::$sandbox->received('send', $this->key));
    }

    public function testCommandThatIsKilledWhileItSendsIsNotRepeated(): void
    {
        self::$sandbox->fault(['kind' => 'delay', 'operation' => 'send', 'seconds' => 5], $this->key);
        $command = $this->start('send booking-1 --yes ' . self::FORM);
        self::$sandbox->awaitRequest('send', 0, $this->key);
        $command->signal(SIGKILL);
        $command->wait();
        $again = $this->cotp('send booking-1 --yes --json ' . self::FORM);
        self::assertSame(7, $again->code, $again->output());
        self::assertSame('Reserved', self::assertOutput('send', $again->result())['state']);
        $this->endLeases();
        self::assertSame(5, $this->cotp('send booking-1 --yes ' . self::FORM)->code);
        self::assertSame(1, self::$sandbox->received('send', $this->key));
    }

    public function testParallelRemindersReplaceALinkOnce(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        $commands = [];
        for ($i = 0; $i < self::PARALLEL; $i++) {
            $commands[] = $this->start('ledger remind booking-1 --replaces 1 --yes --json ' . self::FORM);
        }
        foreach ($commands as $command) {
            self::assertContains($command->wait(), [0, 7], $command->output());
        }
        self::assertSame(2, self::$sandbox->received('send', $this->key));
    }
}
