<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * Proves with ext-curl that each action of the scripted peer does what it says.
 * Run: php tests/peer/selftest.php [part of a test's name] [-v]
 */

require __DIR__ . '/../lib/await.inc';
require __DIR__ . '/../lib/checks.inc';
require __DIR__ . '/peer.inc';
require __DIR__ . '/selftest/calls.inc';

$isVerbose = in_array('-v', $argv, true);
$part = array_values(array_diff(array_slice($argv, 1), ['-v']))[0] ?? '';
[$passed, $failed] = [0, 0];
foreach (['actions', 'tls', 'plain', 'http2', 'proxy'] as $file) {
    foreach (require __DIR__ . "/selftest/$file.inc" as $name => $test) {
        if (!str_contains($name, $part)) {
            continue;
        }
        try {
            $began = microtime(true);
            $test();
            $passed++;
            echo $isVerbose ? sprintf("%6.2f s  %s\n", microtime(true) - $began, $name) : '';
        } catch (Throwable $exception) {
            $failed++;
            ['file' => $place, 'line' => $line] = $exception->getTrace()[0];
            echo "FAILED  $name\n        {$exception->getMessage()} (", basename($place), ":$line)\n";
        }
    }
}
echo "$passed passed, $failed failed\n";
exit($failed === 0 ? 0 : 1);
