<?php
// SPDX-License-Identifier: BSD-3-Clause
/* Packs the exported package of the sandbox into a phar: see tools/sandbox-phar. */
declare(strict_types=1);

/** Files that only Composer and readers need. */
const NOT_PACKED = ['README.md', 'composer.json', 'openapi.yaml'];

/** It also has to run where the rest does not: with an older PHP, without the extension, under another name. */
const STUB = <<<'PHP'
    #!/usr/bin/env php
    <?php
    // SPDX-License-Identifier: BSD-3-Clause
    $problem = '';
    if (PHP_VERSION_ID < 80200) {
        $problem = 'PHP 8.2 or later is required, this is ' . PHP_VERSION;
    } elseif (!extension_loaded('phar')) {
        $problem = 'the PHP extension phar is required';
    } elseif (strpos(basename(__FILE__), '.phar') === false) {
        $problem = 'the name of this file must end in .phar';
    }
    if ($problem !== '') {
        fwrite(STDERR, "cotp-sandbox: $problem.\n");
        exit(1);
    }
    require 'phar://' . __FILE__ . '/bin/cotp-sandbox';
    __HALT_COMPILER();
    PHP;

/** @return array<string, string> the contents by name, in a fixed order */
function filesIn(string $folder): array
{
    $files = [];
    foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS)) as $file) {
        $name = substr($file->getPathname(), strlen($folder) + 1);
        if (!in_array($name, NOT_PACKED, true)) {
            $files[$name] = (string) file_get_contents($file->getPathname());
        }
    }
    ksort($files, SORT_STRING);
    return $files;
}

/** Makes the phar in a temporary file, whose name is not in it. @return string its bytes */
function packed(string $folder): string
{
    $name = "$folder.phar";
    try {
        $phar = new Phar($name);
        $phar->startBuffering();
        foreach (filesIn($folder) as $file => $contents) {
            $phar->addFromString($file, $contents);
        }
        $phar->setStub(STUB);
        $phar->setSignatureAlgorithm(Phar::SHA512);
        $phar->stopBuffering();
        foreach (new RecursiveIteratorIterator(new Phar($name)) as $file) {
            $file->getMTime() === 0 or throw new RuntimeException('this PHP writes the current time into a phar, so that no build is like another');
        }
        return (string) file_get_contents($name);
    } finally {
        @unlink($name);
    }
}

[, $folder, $target] = $argv;
$bytes = packed($folder);
file_put_contents($target, $bytes) === strlen($bytes) or exit(1);
chmod($target, 0755);
echo hash('sha256', $bytes), "  $target\n";
