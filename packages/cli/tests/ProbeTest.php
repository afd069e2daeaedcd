<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\Command;
use CotpCli\Tests\Support\ServiceTestCase;
use PHPUnit\Framework\Attributes\TestWith;

/** The whole command against a sandbox. Random variants of the service are tools/probe-variants. */
final class ProbeTest extends ServiceTestCase
{
    private const TESTER = 'me@tester.example';

    public function testDefaultsAreConfirmedByTwoMessagesToTheTester(): void
    {
        $command = $this->probe('--wait', '0');
        self::assertSame(0, $command->code, $command->output());
        $wire = $this->folder->json('cotp-wire.json');
        self::assertSame('RecipientEmail', $wire['form.email'] ?? null);
        self::assertSame('/cardrequest', $wire['send.path'] ?? null);
        self::assertSame([self::TESTER, self::TESTER], self::$sandbox->recipients($this->key));
        self::assertContains('LinkExpired', self::$sandbox->column('/sandbox/requests.json', 'status', $this->key));
    }

    public function testReportsContainNoSecret(): void
    {
        $command = $this->probe('--wait', '0');
        $texts = $command->output() . implode('', array_map(fn (string $name): string => (string) file_get_contents("{$this->folder->path}/$name"), ['report.md', 'report.json', 'cotp-wire.json']));
        self::assertStringNotContainsString($this->key, $texts);
        self::assertStringNotContainsString(self::TESTER, $texts);
        foreach (self::$sandbox->column('/sandbox/requests.json', 'id', $this->key) as $id) {
            self::assertStringNotContainsString($id, $texts);
        }
    }

    public function testResumedRunSendsNothingAndForgetsNothing(): void
    {
        $this->probe('--wait', '0');
        $before = $this->folder->json('cotp-wire.json');
        self::$sandbox->fault(['kind' => 'status', 'status' => 503, 'times' => 1000], $this->key);
        $command = $this->probe('--wait', '0');
        self::assertStringContainsString('2 messages were sent', $command->output());
        self::assertSame($before, $this->folder->json('cotp-wire.json'));
        self::assertCount(2, self::$sandbox->recipients($this->key));
    }

    public function testLostResponseOfASendCountsAsDelivered(): void
    {
        // The first sends of a run have no destination: they fail in the sandbox before the fault that is for messages.
        $command = new Command($this->arguments('--wait', '0'), $this->key);
        $command->await('At most 2 messages');
        self::$sandbox->fault(['kind' => 'drop_after', 'operation' => 'send', 'times' => 1], $this->key);
        self::assertSame(0, $command->wait(), $command->output());
        self::assertLessThanOrEqual(2, count(self::$sandbox->recipients($this->key)));
        self::assertStringContainsString('sent to the tester', $command->output());
    }

    #[TestWith([SIGINT])]
    #[TestWith([SIGTERM])]
    public function testSignalEndsTheRunWithAReport(int $signal): void
    {
        $command = new Command($this->arguments('--wait', '600'), $this->key);
        $command->await('Message 1:');
        $command->signal($signal);
        self::assertSame(130, $command->wait(), $command->output());
        self::assertStringContainsString('2 messages were sent', $command->output());
        self::assertSame([], preg_grep('/\.tmp$/', $this->folder->names()));
        self::assertNotSame([], $this->folder->json('cotp-wire.json'));
    }

    public function testSignalWhileRequestsAreInProgressEndsTheRun(): void
    {
        self::$sandbox->fault(['kind' => 'delay', 'operation' => 'send', 'seconds' => 9, 'times' => 1000], $this->key);
        $command = new Command($this->arguments('--wait', '0'), $this->key);
        $command->await('The service accepts the key');
        $command->signal(SIGINT);
        self::assertSame(130, $command->wait(), $command->output());
        self::assertStringContainsString('No message was sent', $command->output());
        self::assertNotSame([], $this->folder->json('report.json'));
    }

    public function testServiceThatAcceptsASendWithoutADestinationEndsTheRun(): void
    {
        self::$sandbox->fault(['kind' => 'status', 'status' => 201, 'operation' => 'send', 'times' => 1000], $this->key);
        $command = $this->probe('--wait', '0');
        self::assertStringContainsString('It may have delivered something: look into your account.', $command->output());
        self::assertSame(1, self::$sandbox->received('send', $this->key));
        self::assertStringContainsString('No message was sent', $command->output());
        self::assertSame([], self::$sandbox->recipients($this->key));
    }

    public function testMessagesAreCountedEvenIfTheReportCannotBeWritten(): void
    {
        mkdir("{$this->folder->path}/cotp-wire.json");
        $command = $this->probe('--wait', '0');
        rmdir("{$this->folder->path}/cotp-wire.json");
        self::assertSame(1, $command->code);
        self::assertStringContainsString('2 messages were sent', $command->output());
        self::assertStringContainsString('cotp-wire.json cannot be written', $command->output());
    }

    public function testWrongKeyIsOneSentence(): void
    {
        $command = Command::run($this->arguments(), $this->key = 'bad-' . $this->key);
        self::assertSame(1, $command->code);
        self::assertStringContainsString('does not accept the API key', $command->output());
        self::assertSame([], self::$sandbox->recipients($this->key));
    }

    /** @param list<string> $arguments */
    #[TestWith([['--base-uri', 'https://service.pcibooking.net/api', '--email', 'a@b.example', '--yes'], 'add --production'])]
    #[TestWith([['--base-uri', 'https://service.pcibooking.net/api', '--email', 'a@b.example', '--yes', '--production'], '--yes does not replace it'])]
    #[TestWith([['--base-uri', 'http://127.0.0.1:9/api', '--email', 'a@b.example', '--phone', '+34600111222'], 'exactly one of'])]
    #[TestWith([['--base-uri', 'http://127.0.0.1:9/api', '--phone', '600111222'], 'country code'])]
    #[TestWith([['--base-uri', 'http://127.0.0.1:9/api', '--phone', '+44 (0)20 7946 0000'], 'country code'])]
    #[TestWith([['--base-uri', 'http://127.0.0.1:9/api', '--email', 'a@b.example', '--yes'], 'cannot be reached'])]
    #[TestWith([['--base-uri', 'http://127.0.0.1:9/api', '--email', 'a@b.example', '--callback-url', 'me'], 'absolute http or https URL'])]
    #[TestWith([['--base-uri', 'http://127.0.0.1:9/api', '--email', 'a@b.example', '--wait', 'long'], 'number of seconds'])]
    #[TestWith([['--base-uri', 'http://127.0.0.1:9/api', '--email', 'a@b.example', '--wire', '/nonexistent'], 'not a JSON object'])]
    #[TestWith([['--sample', '/nonexistent'], 'cannot be read'])]
    public function testBadInputIsOneSentence(array $arguments, string $sentence): void
    {
        $command = Command::run(['probe', '--out', $this->folder->path, ...$arguments]);
        self::assertSame(1, $command->code, $command->output());
        self::assertStringContainsString($sentence, $command->output());
        self::assertStringNotContainsString('Stack trace', $command->output());
    }

    #[TestWith(['@127.0.0.1:%d/x'])]
    #[TestWith(['.127.0.0.1:%d/x'])]
    public function testKeyIsNotSentWherePathOfTheWireFileLeads(string $path): void
    {
        $other = stream_socket_server('tcp://127.0.0.1:0') ?: self::fail();
        $port = (int) parse_url('tcp://' . stream_socket_get_name($other, false), PHP_URL_PORT);
        file_put_contents("{$this->folder->path}/wire.json", json_encode(['authenticate.path' => sprintf($path, $port), 'send.path' => sprintf($path, $port)]));
        $command = Command::run(['probe', '--base-uri', self::$sandbox->origin, '--email', self::TESTER, '--yes', '--out', $this->folder->path, '--wire', "{$this->folder->path}/wire.json"], $this->key);
        self::assertSame(1, $command->code);
        self::assertStringContainsString('"authenticate.path" must begin with "/"', $command->output());
        self::assertFalse(@stream_socket_accept($other, 0));
    }

    public function testMessagesRequireAgreement(): void
    {
        $arguments = array_values(array_diff($this->arguments(), ['--yes']));
        $command = Command::run($arguments, $this->key);
        self::assertSame(1, $command->code);
        self::assertStringContainsString('--yes is required', $command->output());
        self::assertSame([], self::$sandbox->recipients($this->key));
    }

    public function testServiceThatSendsHtmlIsOneSentence(): void
    {
        self::$sandbox->fault(['kind' => 'html', 'operation' => 'authenticate', 'times' => 1], $this->key);
        $command = $this->probe();
        self::assertSame(1, $command->code);
        self::assertStringContainsString('responds with a web page', $command->output());
    }

    private function probe(string ...$more): Command
    {
        return Command::run($this->arguments(...$more), $this->key);
    }

    /** @return list<string> */
    private function arguments(string ...$more): array
    {
        return ['probe', '--base-uri', self::$sandbox->origin . '/api', '--email', self::TESTER, '--yes', '--out', $this->folder->path, ...array_values($more)];
    }
}
