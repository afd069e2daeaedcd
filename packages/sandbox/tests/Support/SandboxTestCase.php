<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests\Support;

use CotpSandbox\TemporaryFolder;
use PHPUnit\Framework\TestCase;

/** A real sandbox for the tests of a class, reset before each of them. What it writes to standard error fails a test. */
abstract class SandboxTestCase extends TestCase
{
    private static string $folderOfClass;
    private static SandboxProcess $sandbox;

    /** Contains sandbox.sqlite, the state of the sandbox. */
    protected string $folder;

    public static function setUpBeforeClass(): void
    {
        self::$folderOfClass = TemporaryFolder::create();
        self::$sandbox = new SandboxProcess(['--db', self::$folderOfClass . '/sandbox.sqlite'], self::errorFile());
    }

    public static function tearDownAfterClass(): void
    {
        self::$sandbox->stop();
        $errors = self::$sandbox->errors();
        TemporaryFolder::remove(self::$folderOfClass);
        self::assertSame('', $errors, 'standard error after the last test');
    }

    protected function setUp(): void
    {
        $this->folder = self::$folderOfClass;
        $errors = self::$sandbox->errors();
        file_put_contents(self::errorFile(), '');
        self::assertSame('', $errors, 'standard error since the last test');
        self::assertSame(200, self::$sandbox->control('reset')->status, 'reset');
    }

    protected function assertPostConditions(): void
    {
        self::assertSame('', self::$sandbox->errors(), 'standard error');
    }

    /** Returns a site with a key of its own. */
    protected function site(): Site
    {
        return new Site(self::$sandbox);
    }

    /**
     * Starts a sandbox in addition to that of the class.
     * @param list<string> $arguments
     */
    protected static function startSandbox(array $arguments, ?string $temporaryFolder = null): SandboxProcess
    {
        return new SandboxProcess($arguments, self::errorFile(), $temporaryFolder === null ? [] : ['TMPDIR' => $temporaryFolder]);
    }

    private static function errorFile(): string
    {
        return self::$folderOfClass . '/errors.txt';
    }
}
