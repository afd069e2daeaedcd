<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\Command;
use CotpCli\Tests\Support\Folder;
use CotpCli\Tests\Support\Sandbox;
use CotpCli\Tests\Support\TerminalCommand;
use PHPUnit\Framework\TestCase;

final class DoctorTest extends TestCase
{
    public function testHealthyInstallationIsOk(): void
    {
        $sandbox = new Sandbox();
        $command = Command::run(['doctor', '--base-uri', "$sandbox->origin/api"]);
        $sandbox->stop();
        self::assertSame(0, $command->code, $command->output());
        self::assertMatchesRegularExpression('/^ok +API key +accepted$/m', $command->output());
    }

    public function testLongLinesAreBrokenOnATerminalAlone(): void
    {
        $terminal = new TerminalCommand('doctor --base-uri http://127.0.0.1:9/api --callback-url http://10.0.0.1/cotp', ['COLUMNS' => '72', 'TERM' => 'xterm']);
        $lines = explode("\n", rtrim((string) preg_replace('/\e\[[0-9;]*m/', '', $terminal->wait()[1])));
        self::assertSame([], array_filter($lines, static fn (string $line): bool => strlen($line) > 72 && preg_match('~\S{46}~', $line) !== 1));
        self::assertNotSame([], preg_grep('/^ {27}\S/', $lines));
        $all = Command::run(['doctor', '--base-uri', 'http://127.0.0.1:9/api', '--callback-url', 'http://10.0.0.1/cotp'])->output();
        self::assertLessThan(count($lines), count(explode("\n", rtrim($all))));
    }

    public function testPlainPhpIsAWarning(): void
    {
        $command = new Command(['doctor', '--offline'], provider: dirname(__DIR__, 2) . '/polyfill/bootstrap.php');
        self::assertSame(0, $command->wait(), $command->output());
        self::assertMatchesRegularExpression('~^warning +cotp +plain PHP, in .*/polyfill/src$~m', $command->output());
        self::assertMatchesRegularExpression('/^ok +libcurl +\d/m', $command->output());
    }

    public function testRejectedKeyIsAnErrorWithAdvice(): void
    {
        $sandbox = new Sandbox();
        $command = Command::run(['doctor', '--json', '--base-uri', "$sandbox->origin/api"], 'bad-key');
        $sandbox->stop();
        self::assertSame(1, $command->code);
        self::assertJson($command->output());
        self::assertMatchesRegularExpression('/"result": "error",\s+"subject": "API key",\s+"text": "not accepted",\s+"advice": "[^"]+/', $command->output());
    }

    public function testServiceThatIsDownIsAnError(): void
    {
        $command = Command::run(['doctor', '--base-uri', 'http://127.0.0.1:9/api']);
        self::assertSame(1, $command->code);
        self::assertMatchesRegularExpression('/^error +connection /m', $command->output());
    }

    public function testWrongWireEntryIsOneSentence(): void
    {
        $folder = new Folder();
        file_put_contents("$folder->path/wire.json", '{"send.path": "@hotel.example"}');
        $command = Command::run(['doctor', '--base-uri', 'http://127.0.0.1:9/api', '--wire', "$folder->path/wire.json"]);
        $folder->remove();
        self::assertSame(1, $command->code);
        self::assertMatchesRegularExpression('/^cotp: .*"send.path" must begin with.*$/m', $command->output());
        self::assertStringNotContainsString('Stack trace', $command->output());
    }

    public function testPrivateCallbackUrlIsAnError(): void
    {
        $command = Command::run(['doctor', '--base-uri', 'http://127.0.0.1:9/api', '--callback-url', 'http://10.0.0.1/cotp']);
        self::assertStringContainsString('not reachable from outside', $command->output());
    }
}
