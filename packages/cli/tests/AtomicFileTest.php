<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli;

/** Notes the rights that a file has before AtomicFile changes them. */
function chmod(string $path, int $mode): bool
{
    Tests\AtomicFileTest::$rights = (fileperms($path) ?: 0) & 0777;
    return \chmod($path, $mode);
}

namespace CotpCli\Tests;

use CotpCli\AtomicFile;
use CotpCli\Tests\Support\Folder;
use PHPUnit\Framework\TestCase;

final class AtomicFileTest extends TestCase
{
    public static int $rights = 0;

    public function testTemporaryFileIsPrivateFromTheStart(): void
    {
        $folder = new Folder();
        $umask = umask(0);
        AtomicFile::write("$folder->path/secret", 'secret', 0600);
        self::assertSame(0600, self::$rights);
        AtomicFile::write("$folder->path/report", 'report');
        self::assertSame([0600, 0644], [self::$rights, fileperms("$folder->path/report") & 0777]);
        self::assertSame(0, umask($umask));
        $folder->remove();
    }

    public function testLinkAtTheTemporaryNameIsNotFollowed(): void
    {
        $folder = new Folder();
        file_put_contents("$folder->path/other", 'kept');
        symlink("$folder->path/other", "$folder->path/.report.tmp");
        AtomicFile::write("$folder->path/report", 'new', 0600);
        self::assertSame('kept', file_get_contents("$folder->path/other"));
        self::assertSame('new', file_get_contents("$folder->path/report"));
        self::assertSame(0600, fileperms("$folder->path/report") & 0777);
        self::assertSame(['other', 'report'], $folder->names());
        $folder->remove();
    }
}
