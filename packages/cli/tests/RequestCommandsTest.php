<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\ServiceTestCase;
use PHPUnit\Framework\Attributes\TestWith;

/** The commands show, wait and cancel. */
final class RequestCommandsTest extends ServiceTestCase
{
    public function testShowHidesTheToken(): void
    {
        $id = $this->requestWithCard();
        $uri = (string) $this->client()->retrieve($id)->cardUri;
        $hidden = $this->cotp("show $id");
        self::assertSame(0, $hidden->code, $hidden->output());
        self::assertMatchesRegularExpression("/^Request +$id\nStatus +CardStored \\(final\\)\n/", $hidden->result());
        self::assertNull(self::assertOutput('show', $this->cotp("show $id --json")->result())['cardUri']);
        self::assertStringNotContainsString(basename($uri), $hidden->output() . $this->cotp("show $id --json")->output() . $this->cotp("wait $id")->output());
        self::assertStringContainsString($uri, $this->cotp("show $id --show-token")->result());
        self::assertSame($uri, self::assertOutput('show', $this->cotp("show $id --json --show-token")->result())['cardUri']);
    }

    #[TestWith(['show'])]
    #[TestWith(['wait'])]
    #[TestWith(['cancel'])]
    #[TestWith(['retention get'])]
    #[TestWith(['retention delete'])]
    #[TestWith(['retention set --until +7_days'])]
    public function testUnknownRequestIsOneSentence(string $command): void
    {
        $failed = $this->cotp("$command unknown-request");
        self::assertSame(3, $failed->code);
        self::assertMatchesRegularExpression('/^(?:Waiting [^\n]*\n)?cotp: [^\n]*HTTP 404[^\n]*\n$/D', $failed->errors());
        self::assertSame('', $failed->result());
        $json = $this->cotp("$command unknown-request --json");
        self::assertSame(3, $json->code);
        self::assertOutput('error', $json->result());
    }

    #[TestWith(['show'])]
    #[TestWith(['cancel'])]
    #[TestWith(['retention get'])]
    public function testInvalidRequestIsOneSentence(string $command): void
    {
        $failed = $this->cotp("$command a_b");
        self::assertSame(1, $failed->code);
        self::assertMatchesRegularExpression('/^cotp: The value of request must be a request id [^\n]*\n$/D', $failed->errors());
        self::assertOutput('error', $this->cotp("$command a_b --json")->result());
    }

    #[TestWith(['card-stored', 'CardStored', 0])]
    #[TestWith(['link-expired', 'LinkExpired', 6])]
    public function testWaitShowsEachStatusAndTheLastState(string $address, string $status, int $code): void
    {
        $id = $this->request("$address@tester.example");
        $command = $this->cotp("wait $id --json --timeout 30");
        self::assertSame($code, $command->code, $command->output());
        self::assertMatchesRegularExpression("/Z MessageQueued\n(?:.*\n)*.*Z $status\n/", $command->errors());
        self::assertSame($status, self::assertOutput('wait', $command->result())['status']);
    }

    public function testWaitEndsAtItsTimeout(): void
    {
        $id = $this->request();
        $command = $this->cotp("wait $id --json --timeout 1");
        self::assertSame(7, $command->code, $command->output());
        self::assertSame('MessageQueued', self::assertOutput('wait', $command->result())['status']);
    }

    public function testWaitGoesOnWhenTheServiceFails(): void
    {
        $id = $this->request('card-stored@tester.example');
        self::$sandbox->fault(['kind' => 'status', 'status' => 503, 'operation' => 'retrieve', 'times' => 3], $this->key);
        $command = $this->cotp("wait $id --timeout 60");
        self::assertSame(0, $command->code, $command->output());
        self::assertStringContainsString('It is tried again.', $command->errors());
    }

    public function testServiceThatIsDownHasItsOwnExitCode(): void
    {
        $down = ['PCIBOOKING_BASE_URI' => 'http://127.0.0.1:9/api'];
        self::assertSame(4, $this->cotp('show some-request', $down)->code);
        self::assertSame(4, $this->cotp('cancel some-request', $down)->code);
        self::assertSame(4, $this->cotp('wait some-request --timeout 1', $down)->code);
        self::assertSame('NotSent', self::error($this->cotp('show some-request --json', $down)->result())['outcome']);
    }

    #[TestWith(['bad-key', 401])]
    #[TestWith(['blocked-key', 426])]
    public function testWrongKeyPointsToTheDoctor(string $key, int $httpStatus): void
    {
        $this->key = $key;
        $command = $this->cotp('show some-request');
        self::assertSame(1, $command->code);
        self::assertStringEndsWith("Check the account: cotp doctor\n", $command->errors());
        self::assertSame($httpStatus, self::error($this->cotp('show some-request --json')->result())['httpStatus']);
    }

    public function testCancelEndsTheLink(): void
    {
        $id = $this->request();
        $command = $this->cotp("cancel $id --json");
        self::assertSame(0, $command->code, $command->output());
        self::assertOutput('cancel', $command->result());
        self::assertSame('LinkExpired', $this->client()->retrieve($id)->rawStatus);
        self::assertSame(0, $this->cotp('cancel ' . $this->request())->code);
        self::assertSame(1, $this->cotp('cancel ' . $this->requestWithCard())->code);
    }

    public function testLostResponseOfACancelIsUnknown(): void
    {
        $id = $this->request();
        self::$sandbox->fault(['kind' => 'drop_after', 'operation' => 'delete', 'times' => 10], $this->key);
        $command = $this->cotp("cancel $id");
        self::assertSame(5, $command->code, $command->output());
        self::assertStringContainsString('It may have been processed', $command->errors());
    }

    public function testSignalEndsAWaitAtOnce(): void
    {
        $command = $this->start("wait {$this->request()}");
        $command->awaitError('MessageQueued');
        $command->signal(SIGINT);
        self::assertSame(130, $command->wait());
        self::assertStringEndsWith("\nInterrupted.\n", $command->errors());
    }

    public function testSignalDuringACancelSaysWhatToDo(): void
    {
        self::$sandbox->fault(['kind' => 'delay', 'operation' => 'delete', 'seconds' => 8, 'times' => 10], $this->key);
        $command = $this->start("cancel {$this->request()}");
        self::$sandbox->awaitRequest('delete', 0, $this->key);
        $command->signal(SIGTERM);
        self::assertSame(130, $command->wait());
        self::assertStringContainsString('it is safe to run the command again', $command->errors());
    }

    public function testClosedPipeEndsTheCommand(): void
    {
        $command = $this->start("show {$this->request()}");
        $command->closeOutput();
        self::assertSame(141, $command->wait(), $command->errors());
        self::assertSame('', $command->errors());
    }

    public function testTextOfTheServiceCannotControlTheTerminal(): void
    {
        file_put_contents("{$this->folder->path}/wire.json", '{"state.status": "Extra1"}');
        $id = $this->client()->send(new \CotpForm(bookerId: 'h', email: 'guest@tester.example', extra: ['Extra1' => "\e]0;x\x07 <error>\u{9b}31m"]));
        $command = $this->cotp("show $id --wire {$this->folder->path}/wire.json");
        self::assertMatchesRegularExpression('/^Status +\?\]0;x\? <error>\?31m$/m', $command->result());
    }

    /** @return array<array-key, mixed> */
    private static function error(string $json): array
    {
        $error = self::assertOutput('error', $json)['error'];
        return is_array($error) ? $error : self::fail($json);
    }
}
