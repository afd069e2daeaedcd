<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\Command;
use CotpCli\Tests\Support\ServiceTestCase;
use PHPUnit\Framework\Attributes\TestWith;

/** The command sandbox. */
final class SandboxCommandTest extends ServiceTestCase
{
    #[TestWith([SIGINT])]
    #[TestWith([SIGTERM])]
    public function testSandboxServesUntilASignal(int $signal): void
    {
        // It does not need the extension.
        $sandbox = new Command(['sandbox', '--json', '--db', "{$this->folder->path}/sandbox.db", '--', '--workers', '1'], provider: '');
        $sandbox->await("\n}\n");
        $shown = self::assertOutput('sandbox', $sandbox->result());
        self::assertIsString($shown['baseUri']);
        self::assertSame(0, $this->cotp('send booking-1 --yes --new-ledger --email guest@tester.example --booker-id h', ['PCIBOOKING_BASE_URI' => $shown['baseUri']])->code);
        self::assertIsString($shown['outbox']);
        self::assertStringContainsString('guest@tester.example', (string) file_get_contents($shown['outbox']));
        $sandbox->signal($signal);
        self::assertSame(130, $sandbox->wait(), $sandbox->output());
        self::assertSame('', $sandbox->errors());
        self::assertFalse(@file_get_contents($shown['outbox']));
    }

    public function testPersonIsShownHowToUseIt(): void
    {
        $sandbox = new Command(['sandbox'], provider: '');
        $sandbox->await('To use it');
        self::assertMatchesRegularExpression('~^To use it +export PCIBOOKING_BASE_URI=http://127\.0\.0\.1:\d+/api PCIBOOKING_API_KEY=any-key$~m', $sandbox->result());
        $sandbox->signal(SIGTERM);
        self::assertSame(130, $sandbox->wait());
    }

    public function testClosedPipeEndsIt(): void
    {
        $sandbox = new Command(['sandbox'], provider: '');
        $sandbox->closeOutput();
        self::assertSame(141, $sandbox->wait(), $sandbox->errors());
        self::assertSame('', $sandbox->errors());
    }

    /** @param list<string> $options */
    #[TestWith([['--port', 'x'], 'The options of the sandbox are invalid: --port must be a number from 0 to 65535. See them: cotp help sandbox'])]
    #[TestWith([['--', '--shape', 'round'], 'unknown option: --shape'])]
    public function testInvalidOptionIsOneSentence(array $options, string $sentence): void
    {
        $command = new Command(['sandbox', ...$options], provider: '');
        self::assertSame(1, $command->wait());
        self::assertMatchesRegularExpression('/^cotp: [^\n]*' . preg_quote($sentence, '/') . '[^\n]*\n$/D', $command->errors());
    }

    public function testPortInUseIsOneSentence(): void
    {
        $port = (string) parse_url(self::$sandbox->origin, PHP_URL_PORT);
        $command = new Command(['sandbox', '--json', '--port', $port], provider: '');
        self::assertSame(1, $command->wait());
        self::assertOutput('error', $command->result());
        self::assertStringContainsString('Try another port: cotp sandbox --port 0', $command->result());
    }
}
