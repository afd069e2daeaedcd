<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\LocalSite;
use CotpCli\Tests\Support\ServiceTestCase;

final class ListenCommandTest extends ServiceTestCase
{
    public function testStatesArePostedUntilTheyAreFinal(): void
    {
        $site = new LocalSite();
        $id = $this->requestWithCard();
        $command = $this->start("listen booking-1=$id --json --timeout 60 --site $site->url");
        self::assertSame(['RequestID' => $id, 'LastNotifiedStatus' => 'CardStored'], array_slice((array) json_decode($site->respond()[1], true), 0, 2));
        self::assertSame(0, $command->wait(), $command->output());
        self::assertSame('booking-1', self::assertOutput('listen', $command->result())['reference']);
    }

    public function testPairsAreReadFromStandardInput(): void
    {
        $site = new LocalSite();
        $command = $this->start("listen - --timeout 60 --site $site->url", stdin: "a=b={$this->requestWithCard()}\n\n");
        $site->respond();
        self::assertSame(0, $command->wait(), $command->output());
        self::assertStringContainsString('a=b: CardStored, HTTP 204', $command->result());
    }

    public function testRejectedCallbackIsPostedAgain(): void
    {
        $site = new LocalSite();
        $command = $this->start("listen booking-1={$this->requestWithCard()} --timeout 60 --site $site->url");
        $first = $site->respond(500);
        self::assertSame($first[1], $site->respond()[1]);
        self::assertSame(0, $command->wait(), $command->output());
    }

    public function testCallbackThatIsNeverAcceptedIsGivenUp(): void
    {
        $site = new LocalSite();
        $command = $this->start("listen booking-1={$this->requestWithCard()} --timeout 60 --site $site->url");
        for ($i = 0; $i < 5; $i++) {
            $site->respond(403);
        }
        self::assertSame(8, $command->wait(), $command->output());
    }

    public function testUnknownRequestDoesNotEndTheOthers(): void
    {
        $site = new LocalSite();
        $command = $this->start("listen booking-1=unknown-request booking-2={$this->requestWithCard()} --timeout 60 --site $site->url");
        $site->respond();
        self::assertSame(3, $command->wait(), $command->output());
        self::assertMatchesRegularExpression('/^booking-1: .*HTTP 404/m', $command->errors());
    }

    public function testTimeoutAndSignalEndIt(): void
    {
        $id = $this->request();
        $site = new LocalSite();
        $command = $this->start("listen booking-1=$id --timeout 1 --site $site->url");
        $site->respond();
        self::assertSame(7, $command->wait(), $command->output());
        $command = $this->start("listen booking-1=$id --timeout 60 --site $site->url");
        $site->respond();
        $command->await('HTTP 204');
        $command->signal(SIGINT);
        self::assertSame(130, $command->wait());
    }

    public function testClosedPipeEndsIt(): void
    {
        $site = new LocalSite();
        $command = $this->start("listen booking-1={$this->request()} --timeout 60 --site $site->url");
        $command->closeOutput();
        $site->respond();
        self::assertSame(141, $command->wait(), $command->errors());
    }

    public function testInvalidPairIsOneSentence(): void
    {
        foreach (['some-request', 'a=b/c', '=x', 'a=x b=x'] as $pairs) {
            $command = $this->cotp("listen $pairs");
            self::assertSame(1, $command->code);
            self::assertMatchesRegularExpression('/^cotp: Each argument must be REFERENCE=REQUEST[^\n]*\n$/D', $command->errors());
        }
    }
}
