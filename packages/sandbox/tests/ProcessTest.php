<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\Options;
use CotpSandbox\Tests\Support\Connection;
use CotpSandbox\Tests\Support\Database;
use CotpSandbox\Tests\Support\SandboxProcess;
use CotpSandbox\Tests\Support\SandboxTestCase;
use CotpSandbox\Tests\Support\Site;
use CotpSandbox\Tests\Support\Wait;

/** The front, the start and the end of the processes. */
final class ProcessTest extends SandboxTestCase
{
    public function testConnectionIsKeptAndPipelinedRequestsGetTheirResponsesInOrder(): void
    {
        $site = $this->site();
        $connection = new Connection($site->sandbox->origin);
        for ($number = 0; $number < 3; $number++) {
            $connection->request('POST', '/api/accounts/authenticate/', $site->authorization());
            self::assertSame(200, $connection->reply()->status, "request $number");
        }
        $connection->request('GET', '/sandbox/clock');
        $connection->request('GET', '/nowhere', ['Connection: close']);
        self::assertSame(200, $connection->reply()->status, 'first of two');
        self::assertSame(404, $connection->reply()->status, 'second of two');
        self::assertNull($connection->replyOrNothing(), 'closed as requested');
    }

    public function testBodyMayArriveInPiecesAfter100Continue(): void
    {
        $site = $this->site();
        $connection = new Connection($site->sandbox->origin);
        $body = json_encode(Site::EMAIL, JSON_THROW_ON_ERROR);
        $connection->write("POST /api/cardrequest HTTP/1.1\r\nHost: h.example\r\n{$site->authorization()[0]}\r\n");
        $connection->write('Expect: 100-continue' . "\r\nContent-Length: " . strlen($body) . "\r\nConnection: close\r\n\r\n");
        $connection->write(substr($body, 0, 5));
        Wait::until(fn () => $site->count('send')['received'] === 0, 'waits');
        $connection->write(substr($body, 5));
        $text = $connection->everything();
        self::assertTrue(str_starts_with($text, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 "), $text);
        self::assertStringContainsString("\r\nLocation: http://h.example/api/cardrequest/", $text, 'Location with the client\'s Host');
    }

    public function testInvalidHttpIsRejectedAndTheConnectionClosed(): void
    {
        $site = $this->site();
        $wrong = [
            "hello\r\n\r\n" => 400, "GET http://h/ HTTP/1.1\r\n\r\n" => 400, "GET / HTTP/1.1\r\nno colon\r\n\r\n" => 400,
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n" => 400, "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n" => 400,
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" => 411, "POST /api/cardrequest HTTP/1.1\r\nContent-Length: 2000000\r\n\r\n" => 413,
            'GET /' . str_repeat('x', 66000) . " HTTP/1.1\r\n\r\n" => 431,
        ];
        foreach ($wrong as $bytes => $status) {
            $connection = new Connection($site->sandbox->origin);
            $connection->write($bytes);
            self::assertTrue(str_starts_with($connection->everything(), "HTTP/1.1 $status "), substr($bytes, 0, 60));
        }
    }

    public function testHeaderOfAClientIsNeverAnInstructionAndAnInvalidHostNeverAnOrigin(): void
    {
        $site = $this->site();
        $reply = $site->call('POST', 'cardrequest', Site::EMAIL, ['X-Sandbox-Front-Connection: drop']);
        self::assertSame(201, $reply->status, 'response');
        $connection = new Connection($site->sandbox->origin);
        $body = json_encode(Site::EMAIL, JSON_THROW_ON_ERROR);
        $connection->write("POST /api/cardrequest HTTP/1.1\r\nHost: a/b\r\n{$site->authorization()[0]}\r\nConnection: close\r\nContent-Length: " . strlen($body) . "\r\n\r\n$body");
        self::assertStringContainsString("\r\nLocation: http://127.0.0.1/api/cardrequest/", $connection->everything(), 'Location');
    }

    public function testSignalLeavesNoProcessAndNoFile(): void
    {
        foreach ([SIGTERM, SIGINT, SIGHUP] as $signal) {
            $own = self::startSandbox([], $this->folder);
            $processes = $own->children();
            self::assertSame(5, count($processes), 'four workers and a courier');
            [$temporary] = $this->temporaryFolders();
            self::assertSame([0700, true], [fileperms($temporary) & 0777, is_file("$temporary/sandbox.sqlite")], 'temporary folder');
            self::assertSame(0, $own->stop($signal), 'exit code');
            self::assertSame([true, []], [SandboxProcess::noneLives($processes), $this->temporaryFolders()], 'processes and files');
        }
    }

    public function testEvenSigkillLeavesNoProcessAndNoFile(): void
    {
        $own = self::startSandbox([], $this->folder);
        $processes = $own->children();
        self::assertSame(1, count($this->temporaryFolders()), 'temporary folder');
        $own->stop(SIGKILL);
        Wait::until(fn () => SandboxProcess::noneLives($processes), 'processes gone');
        Wait::until(fn () => $this->temporaryFolders() === [], 'folder gone');
    }

    public function testWorkerThatDiesEndsTheSandboxWithAMessage(): void
    {
        $own = new SandboxProcess([], "{$this->folder}/other.txt");
        posix_kill($own->children()[0], SIGKILL);
        self::assertSame(1, $own->awaitEnd(), 'exit code');
        self::assertStringContainsString('a worker ended unexpectedly', $own->errors(), 'standard error');
    }

    public function testCourierThatDiesEndsTheSandboxWithAMessage(): void
    {
        $own = new SandboxProcess([], "{$this->folder}/other.txt");
        $process = $own->children()[4];
        Wait::until(static fn (): bool => str_contains((string) file_get_contents("/proc/$process/cmdline"), 'courier.php'), 'the last process is the courier');
        posix_kill($process, SIGKILL);
        Wait::until(static fn (): bool => file_get_contents("/proc/$process/cmdline") === '', 'it is gone');
        $own->request('GET', '/sandbox/clock');
        self::assertSame(1, $own->awaitEnd(), 'exit code');
        self::assertStringContainsString('the courier ended unexpectedly', $own->errors(), 'standard error');
    }

    public function testDatabaseFileKeepsTheStateAndAPortInUseIsAnError(): void
    {
        $own = self::startSandbox(['--db', "{$this->folder}/kept.sqlite"]);
        $first = new Site($own);
        $id = $first->send();
        $port = parse_url($own->origin, PHP_URL_PORT);
        self::assertSame(1, count(Database::rows("{$this->folder}/kept.sqlite")['card_request']), 'rows');
        $own->stop();
        $own = self::startSandbox(['--port', (string) $port, '--db', "{$this->folder}/kept.sqlite"]);
        self::assertSame($port, parse_url($own->origin, PHP_URL_PORT), 'port');
        self::assertSame('MessageQueued', (new Site($own, $first->key))->status($id), 'state');
        exec(PHP_BINARY . ' ' . escapeshellarg(dirname(__DIR__) . '/bin/cotp-sandbox') . " --port $port 2>&1", $output, $code);
        $own->stop();
        self::assertSame(1, $code, 'exit code');
        self::assertStringContainsString('cannot listen on', implode("\n", $output), 'message');
    }

    public function testHelpAndVersionAreShown(): void
    {
        exec(PHP_BINARY . ' ' . escapeshellarg(dirname(__DIR__) . '/bin/cotp-sandbox') . ' --version', $version, $code);
        self::assertSame([0, ['cotp-sandbox ' . Options::VERSION]], [$code, $version]);
        exec(PHP_BINARY . ' ' . escapeshellarg(dirname(__DIR__) . '/bin/cotp-sandbox') . ' --help', $help, $code);
        self::assertSame([0, Options::USAGE], [$code, implode("\n", $help)]);
    }

    public function testOptionsAreChecked(): void
    {
        foreach (['--port x', '--port 70000', '--db', '--listen example.com', '--callback-host a/b', '--nonsense', '--callback-host a,b', '--workers 0',
            '--casing title', '--unknown-fields x', '--phone e164', '--errors html', '--error-details some', '--unknown-paths x', '--callback-attempts 0', '--wire /nowhere'] as $arguments) {
            exec(PHP_BINARY . ' ' . escapeshellarg(dirname(__DIR__) . "/bin/cotp-sandbox") . " $arguments 2>/dev/null", $output, $code);
            self::assertSame(2, $code, $arguments);
        }
    }

    public function testCallbackHostAllowsOneMoreHost(): void
    {
        $own = self::startSandbox(['--callback-host', 'nowhere.invalid']);
        $other = new Site($own);
        $other->send(['CallbackUrl' => 'http://nowhere.invalid/'] + Site::EMAIL);
        Wait::until(fn () => $other->get('/callbacks.json')->at(0, 'attempts', 0, 'result') === 'no response', 'attempted');
        $own->stop();
    }

    public function testStartPageAndStyleAreServedAndNothingElse(): void
    {
        $site = $this->site();
        self::assertStringContainsString("<code>{$site->sandbox->origin}/api</code>", $site->sandbox->request('GET', '/')->body, 'base URI');
        self::assertStringContainsString('text/css', $site->sandbox->request('GET', '/sandbox.css')->headers['content-type'], 'style');
        foreach (['/schema.sql', '/router.php', '/../README.md', '/src/Api.php', '/sandbox/none', '/%2e%2e/bin'] as $path) {
            self::assertSame(404, $site->sandbox->request('GET', $path)->status, $path);
        }
    }

    /** @return list<string> */
    private function temporaryFolders(): array
    {
        return glob("{$this->folder}/cotp-sandbox-*") ?: [];
    }
}
