<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests\Support;

use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use SplFileInfo;

/** A temporary folder of a test. */
final readonly class Folder
{
    public string $path;

    public function __construct()
    {
        $this->path = sys_get_temp_dir() . '/cotp-cli-' . bin2hex(random_bytes(8));
        mkdir($this->path, 0700);
    }

    /** @return list<string> the names in it */
    public function names(): array
    {
        return array_values(array_diff(scandir($this->path) ?: [], ['.', '..']));
    }

    /** @return array<array-key, mixed> */
    public function json(string $name): array
    {
        $value = json_decode((string) file_get_contents("$this->path/$name"), true);
        return is_array($value) ? $value : [];
    }

    public function remove(): void
    {
        $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($this->path, FilesystemIterator::SKIP_DOTS), RecursiveIteratorIterator::CHILD_FIRST);
        /** @var SplFileInfo $file */
        foreach ($files as $file) {
            $file->isDir() ? rmdir($file->getPathname()) : unlink($file->getPathname());
        }
        rmdir($this->path);
    }
}
