<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/**
 * Requests a page of php-fpm at random moments, whether the page before has ended or not, as guests do:
 * arrivals.php SOCKET QUERY COUNT MEAN_MILLISECONDS SEED. Prints the microseconds of each call as a line of JSON.
 */

require __DIR__ . '/lib/FastCgi.php';

[, $socket, $query, $count, $mean, $seed] = $argv;
mt_srand((int) $seed);
$results = tempnam(sys_get_temp_dir(), 'cotp-arrivals-');
for ($number = 0; $number < (int) $count; $number++) {
    usleep((int) (-log((mt_rand() + 1) / (mt_getrandmax() + 1)) * (float) $mean * 1000));
    if (pcntl_fork() === 0) {
        $output = (new FastCgi($socket))->request(__DIR__ . '/fpm.php', "$query&id=" . sprintf('%024u', $number));
        $response = json_decode(substr($output, strpos($output, "\r\n\r\n") + 4), true);
        $isGood = ($response['status'] ?? null) === 'CardStored';
        if (!$isGood) {
            fwrite(STDERR, $output);
        }
        file_put_contents($results, ($isGood ? $response['microseconds'] : 'failed') . "\n", FILE_APPEND | LOCK_EX);
        exit;
    }
}
while (pcntl_wait($status) > 0) {
}
$lines = explode("\n", trim(file_get_contents($results)));
unlink($results);
echo json_encode(['microseconds' => array_map(floatval(...), array_filter($lines, is_numeric(...))), 'failed' => count(array_keys($lines, 'failed', true))]), "\n";
