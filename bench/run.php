<?php
// SPDX-License-Identifier: BSD-3-Clause

/** Measures: run.php [SECTION…]. The results go to out/bench/results.json, from which report.php writes; those of "plain" are only printed. */

declare(strict_types=1);

foreach ([...glob(__DIR__ . '/lib/*.php'), ...glob(__DIR__ . '/sections/*.php')] as $file) {
    require $file;
}

const SECTIONS = ['cold' => Cold::class, 'shared' => Shared::class, 'sends' => BatchOfSends::class, 'a' => OneCallPerRequest::class, 'b' => LongRunningProcess::class, 'c' => Batches::class,
    'd' => Instructions::class, 'e' => Resources::class, 'f' => Unused::class, 'g' => Growth::class, 'plain' => PlainPhp::class];

/** @param list<string> $names */
function check_sections(array $names): void
{
    foreach (array_diff($names, array_keys(SECTIONS)) as $unknown) {
        fwrite(STDERR, "There is no section $unknown: " . implode(' ', array_keys(SECTIONS)) . "\n");
        exit(2);
    }
}

function scratch_directory(): string
{
    $directory = sys_get_temp_dir() . '/cotp-bench-' . bin2hex(random_bytes(6));
    mkdir($directory, 0711);
    return $directory;
}

function remove_directory(string $directory): void
{
    $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($directory, FilesystemIterator::SKIP_DOTS), RecursiveIteratorIterator::CHILD_FIRST);
    foreach ($files as $file) {
        $file->isDir() ? rmdir($file->getPathname()) : unlink($file->getPathname());
    }
    rmdir($directory);
}

/** @param list<string> $names */
function measure(array $names, string $directory): array
{
    $results = ['sections' => $names, 'machine' => Machine::describe(), 'started' => date('Y-m-d H:i T')];
    $bench = new Bench($directory);
    try {
        foreach (getenv('COTP_BENCH_CA') ? $names : array_diff($names, ['cold', 'shared']) as $name) {
            $results[$name] = (new (SECTIONS[$name])($bench))->measure();
        }
    } finally {
        $bench->servers->stop();
    }
    return $results;
}

$names = array_slice($argv, 1) ?: array_keys(SECTIONS);
check_sections($names);
putenv('PHP_INI_SCAN_DIR=/dev/null'); // the measured programs read only our php.ini
pcntl_async_signals(true);
foreach ([SIGINT, SIGTERM] as $signal) {
    pcntl_signal($signal, static fn () => throw new RuntimeException('interrupted'));
}
$directory = scratch_directory();
$status = 0;
try {
    $results = measure($names, $directory);
    $names === ['plain'] or file_put_contents(dirname(__DIR__) . '/out/bench/results.json', json_encode($results, JSON_PRETTY_PRINT) . "\n");
} catch (Throwable $failure) {
    fwrite(STDERR, "{$failure->getMessage()}\n" . (is_file("$directory/errors.log") ? file_get_contents("$directory/errors.log") : ''));
    $status = 1;
}
remove_directory($directory);
exit($status);
