<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Probe\MessageBudget;
use CotpCli\Tests\Support\Folder;
use CotpCli\UserError;
use PHPUnit\Framework\TestCase;

final class MessageBudgetTest extends TestCase
{
    private Folder $folder;

    protected function setUp(): void
    {
        $this->folder = new Folder();
    }

    protected function tearDown(): void
    {
        $this->folder->remove();
    }

    public function testTwoMessagesAreTheMost(): void
    {
        $budget = new MessageBudget($this->folder->path, 'run');
        $budget->begin();
        $budget->accepted('first');
        $budget->begin();
        $budget->unknown();
        self::assertFalse($budget->mayTry());
        $this->expectException(UserError::class);
        $budget->begin();
    }

    public function testRefusedMessagesDoNotCountButAreLimited(): void
    {
        $budget = new MessageBudget($this->folder->path, 'run');
        for ($i = 0; $i < MessageBudget::MOST_REFUSED; $i++) {
            $budget->begin();
            $budget->refusedByService();
        }
        self::assertSame(0, $budget->delivered());
        self::assertFalse($budget->mayTry());
    }

    public function testCountIsWrittenBeforeTheMessage(): void
    {
        $budget = new MessageBudget($this->folder->path, 'run');
        $budget->begin();
        self::assertStringContainsString('"outcome": "started"', (string) file_get_contents("{$this->folder->path}/.cotp-probe.json"));
    }

    public function testMessageWithoutOutcomeCountsAsDeliveredAndIsNotSentAgain(): void
    {
        (function (): void {
            (new MessageBudget($this->folder->path, 'run'))->begin();
        })();
        $resumed = new MessageBudget($this->folder->path, 'run');
        self::assertTrue($resumed->isResumed());
        self::assertSame(1, $resumed->delivered());
        self::assertFalse($resumed->mayTry());
        self::assertStringContainsString('counts as sent', $resumed->summary());
    }

    public function testFolderIsUsedByOneProcess(): void
    {
        $budget = new MessageBudget($this->folder->path, 'run');
        $this->expectExceptionMessage('Another probe is using the folder');
        new MessageBudget($this->folder->path, $budget->isResumed() ? '' : 'run');
    }

    public function testFolderOfAnotherRunIsRejected(): void
    {
        (function (): void {
            (new MessageBudget($this->folder->path, 'run'))->begin();
        })();
        $this->expectExceptionMessage('another service or with another address');
        new MessageBudget($this->folder->path, 'other');
    }

    public function testDamagedCountIsNotIgnored(): void
    {
        file_put_contents("{$this->folder->path}/.cotp-probe.json", '{"run": "run", "mess');
        $this->expectException(UserError::class);
        new MessageBudget($this->folder->path, 'run');
    }

    public function testCountThatCannotBeWrittenEndsTheRun(): void
    {
        $budget = new MessageBudget($this->folder->path, 'run');
        mkdir("{$this->folder->path}/..cotp-probe.json.tmp");
        try {
            $budget->begin();
            self::fail('The message would have been sent without a record.');
        } catch (UserError) {
            $this->addToAssertionCount(1);
        } finally {
            rmdir("{$this->folder->path}/..cotp-probe.json.tmp");
        }
    }
}
