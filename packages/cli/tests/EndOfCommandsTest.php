<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\LocalSite;
use CotpCli\Tests\Support\ServiceTestCase;
use PHPUnit\Framework\Attributes\TestWith;

/** Ctrl-C and a closed pipe at every command. "ID" in a line stands for a request with a card, "OPEN" for one without. */
final class EndOfCommandsTest extends ServiceTestCase
{
    #[TestWith(['show ID', 'retrieve'])]
    #[TestWith(['wait OPEN', 'retrieve'])]
    #[TestWith(['cancel OPEN', 'delete'])]
    #[TestWith(['retention get ID', 'retention_get'])]
    #[TestWith(['retention set ID --until +7_days', 'retention_set'])]
    #[TestWith(['retention delete ID', 'retention_delete'])]
    #[TestWith(['listen booking-1=OPEN', 'retrieve'])]
    public function testSignalEndsTheCommandAtOnce(string $line, string $operation): void
    {
        $line = $this->filled($line);
        $before = self::$sandbox->received($operation, $this->key);
        self::$sandbox->fault(['kind' => 'delay', 'operation' => $operation, 'seconds' => 8, 'times' => 100], $this->key);
        $command = $this->start($line);
        self::$sandbox->awaitRequest($operation, $before, $this->key);
        $command->signal(SIGINT);
        self::assertSame(130, $command->wait(), $command->output());
        self::assertStringContainsString('Interrupted.', $command->errors());
        self::assertStringNotContainsString('Stack trace', $command->output());
    }

    public function testSignalEndsACommandThatWaitsForTheSite(): void
    {
        $site = new LocalSite();
        $command = $this->start("callback trigger booking-1 some-request --site $site->url");
        $connection = $site->accept();
        $command->signal(SIGINT);
        self::assertSame(130, $command->wait(), $command->output());
        fclose($connection);
    }

    #[TestWith(['show ID'])]
    #[TestWith(['show ID --json'])]
    #[TestWith(['wait ID'])]
    #[TestWith(['cancel OPEN'])]
    #[TestWith(['retention set ID --until +7_days'])]
    #[TestWith(['retention get ID'])]
    #[TestWith(['retention delete ID'])]
    #[TestWith(['callback url booking-1'])]
    #[TestWith(['callback verify --url http://x/?cotp=v1'])]
    #[TestWith(['callback trigger booking-1 some-request --site http://127.0.0.1:9/'])]
    #[TestWith(['profiles'])]
    #[TestWith(['show unknown-request --json'])]
    public function testClosedPipeEndsTheCommandQuietly(string $line): void
    {
        $command = $this->start($this->filled($line));
        $command->closeOutput();
        self::assertSame(141, $command->wait(), $command->errors());
        self::assertDoesNotMatchRegularExpression('/Warning|Notice|Broken pipe|Stack trace/', $command->errors());
    }

    private function filled(string $line): string
    {
        return strtr($line, array_filter(['ID' => str_contains($line, 'ID') ? $this->requestWithCard() : '', 'OPEN' => str_contains($line, 'OPEN') ? $this->request() : '']));
    }
}
