<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\Options;
use CotpSandbox\TemporaryFolder;
use CotpSandbox\Tests\Support\CallbackReceiver;
use CotpSandbox\Tests\Support\SandboxProcess;
use CotpSandbox\Tests\Support\Site;
use CotpSandbox\Tests\Support\Wait;
use PHPUnit\Framework\TestCase;

/** The phar that tools/sandbox-phar makes. */
final class PharTest extends TestCase
{
    private static string $folder;
    private static string $phar;

    public static function setUpBeforeClass(): void
    {
        self::$folder = TemporaryFolder::create();
        self::$phar = self::$folder . '/cotp-sandbox.phar';
        self::make(self::$phar);
    }

    public static function tearDownAfterClass(): void
    {
        array_map(unlink(...), glob(self::$folder . '/ini/*') ?: []);
        @rmdir(self::$folder . '/ini');
        TemporaryFolder::remove(self::$folder);
    }

    public function testSameFilesMakeTheSameBytes(): void
    {
        self::make(self::$folder . '/again.phar');
        self::assertFileEquals(self::$phar, self::$folder . '/again.phar');
        self::assertStringNotContainsString(dirname(__DIR__, 3), (string) file_get_contents(self::$phar));
    }

    public function testSendFormAndCallbackNeedNothingButThePhar(): void
    {
        $receiver = new CallbackReceiver();
        $sandbox = $this->start();
        $site = new Site($sandbox);
        $id = $site->send(['CallbackUrl' => $receiver->url] + Site::EMAIL);
        self::assertSame('MessageQueued', $receiver->nextStatus());
        self::assertSame(200, $site->open($id)->status);
        self::assertSame('FormViewed', $receiver->nextStatus());
        self::assertSame(303, $site->submit($id)->status);
        self::assertSame('CardStored', $receiver->nextStatus());
        self::assertSame('CardStored', $site->status($id));
        self::assertStringContainsString('font', $site->get('/sandbox.css')->body);
        self::assertSame(['', 0], [$sandbox->errors(), $sandbox->stop()]);
        self::assertSame([], glob(self::$folder . '/cotp-sandbox-*') ?: []);
    }

    public function testEvenSigkillLeavesNoProcessAndNoFile(): void
    {
        $sandbox = $this->start();
        self::assertCount(1, glob(self::$folder . '/cotp-sandbox-*') ?: []);
        $processes = $sandbox->children();
        self::assertCount(5, $processes);
        $sandbox->stop(SIGKILL);
        Wait::until(static fn (): bool => SandboxProcess::noneLives($processes), 'the processes are gone');
        Wait::until(static fn (): bool => glob(self::$folder . '/cotp-sandbox-*') === [], 'the folder is gone');
        self::assertSame('', $sandbox->errors());
    }

    public function testHelpAndVersionAreShown(): void
    {
        self::assertSame([0, 'cotp-sandbox ' . Options::VERSION], self::php(self::$phar . ' --version'));
        self::assertSame([0, Options::USAGE], self::php(self::$phar . ' --help'));
        self::assertSame(2, self::php(self::$phar . ' --port x')[0]);
    }

    public function testWhatItLacksIsOneSentence(): void
    {
        copy(self::$phar, self::$folder . '/renamed');
        self::assertSame([1, 'cotp-sandbox: the name of this file must end in .phar.'], self::php(self::$folder . '/renamed'));
        self::assertSame([1, 'cotp-sandbox: the PHP extension phar is required.'], self::php('-n ' . self::$phar));
    }

    /** Starts it behind a fence: PHP may open no file outside its folder. */
    private function start(): SandboxProcess
    {
        @mkdir(self::$folder . '/ini');
        file_put_contents(self::$folder . '/ini/fence.ini', 'open_basedir=' . self::$folder . ":/dev/null\n");
        file_put_contents($errors = self::$folder . '/errors.txt', '');
        return new SandboxProcess([], $errors, ['TMPDIR' => self::$folder, 'PHP_INI_SCAN_DIR' => ':' . self::$folder . '/ini'], self::$phar);
    }

    private static function make(string $phar): void
    {
        exec(escapeshellarg(dirname(__DIR__, 3) . '/tools/sandbox-phar') . ' ' . escapeshellarg($phar) . ' 2>&1', $output, $code);
        self::assertSame(0, $code, implode("\n", $output));
    }

    /** @return array{int, string} the exit code, and what it prints */
    private static function php(string $arguments): array
    {
        exec(PHP_BINARY . " $arguments 2>&1", $output, $code);
        return [$code, implode("\n", $output)];
    }
}
