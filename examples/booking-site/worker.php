<?php
// SPDX-License-Identifier: BSD-3-Clause
/*
 * Processes the callbacks, and looks up the requests whose callbacks do not arrive:
 *   php worker.php          until SIGTERM or Ctrl-C; run it under systemd or similar, which restarts it when it ends
 *   php worker.php --once   does what is due, then ends: for cron
 */
declare(strict_types=1);

namespace BookingSite;

use DateTimeImmutable;

require __DIR__ . '/src/autoload.php';

const ARCHIVE_SECONDS = 3600;
const ARCHIVED_AFTER = '-40 days';      // longer than the lifetime of a callback URL
const IDLE_MICROSECONDS = 100_000;

$ledger = Settings::ledger(Settings::database());
$isOnce = ($argv[1] ?? '') === '--once';
$isStopping = false;
pcntl_async_signals(true);
foreach ([SIGTERM, SIGINT] as $signal) {
    pcntl_signal($signal, static function () use (&$isStopping): void {
        $isStopping = true;
    });
}

$archived = 0;
do {
    if (time() >= $archived + ARCHIVE_SECONDS) {
        $ledger->archive(new DateTimeImmutable(ARCHIVED_AFTER));
        $archived = time();
    }
    $report = $ledger->work(limit: 10);
    if ($report->isFinished && !$isOnce && !$isStopping) {
        usleep(IDLE_MICROSECONDS);
    }
} while (!$isStopping && !($isOnce && $report->isFinished));
