<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Probe\CallbackListener;
use CotpCli\Probe\Candidates;
use CotpCli\Probe\Findings;
use PHPUnit\Framework\TestCase;

final class CallbackListenerTest extends TestCase
{
    private const ID = 'uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5';

    private Findings $findings;
    private CallbackListener $listener;

    protected function setUp(): void
    {
        $candidates = Candidates::load();
        $this->findings = new Findings($candidates);
        $this->listener = new CallbackListener('127.0.0.1:0', $this->findings, $candidates, static fn (): array => [self::ID]);
    }

    public function testCallbackOfThisRunTellsItsNames(): void
    {
        self::assertSame('Callback: CardStored', $this->post(['RequestID' => self::ID, 'LastNotifiedStatus' => 'CardStored', 'LastNotifiedTime' => '2027-01-19T11:58:00']));
        self::assertTrue($this->listener->hasSeen('CardStored'));
        self::assertSame(['RequestID', 'LastNotifiedStatus', 'LastNotifiedTime'], array_map($this->findings->value(...), ['callback.requestId', 'callback.status', 'callback.time']));
    }

    public function testCallbackOfAnotherRequestProvesNothing(): void
    {
        self::assertStringContainsString('ignored', $this->post(['RequestID' => strrev(self::ID), 'LastNotifiedStatus' => 'CardStored']));
        self::assertFalse($this->listener->hasSeen('CardStored'));
        self::assertNull($this->findings->value('callback.status'));
        self::assertNull($this->findings->value('callback.requestId'));
    }

    public function testTimeOfAnotherNameIsNotTheTimeOfTheStatus(): void
    {
        $this->post(['RequestID' => self::ID, 'LastNotifiedStatus' => 'CardStored', 'Arrival' => '2027-01-19T11:58:00']);
        self::assertNull($this->findings->value('callback.time'));
    }

    /** @param array<string, string> $body */
    private function post(array $body): string
    {
        $json = (string) json_encode($body);
        $connection = stream_socket_client("tcp://{$this->listener->address()}") ?: self::fail();
        fwrite($connection, "POST /cotp HTTP/1.1\r\nHost: x\r\nContent-Length: " . strlen($json) . "\r\n\r\n$json");
        do {
            $lines = $this->listener->collect();
        } while ($lines === []);
        return $lines[0];
    }
}
