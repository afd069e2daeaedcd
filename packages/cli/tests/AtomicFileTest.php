<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\AtomicFile;
use CotpCli\Tests\Support\Folder;
use PHPUnit\Framework\TestCase;

final class AtomicFileTest extends TestCase
{
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
