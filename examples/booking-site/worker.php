<?php
// SPDX-License-Identifier: BSD-3-Clause
/*
 * Processes the queue, and polls requests whose callbacks do not arrive:
 *   php worker.php          until SIGTERM or Ctrl-C; run it under systemd or similar, which restarts it when it ends
 *   php worker.php --once   processes all due jobs, then ends: for cron
 */
declare(strict_types=1);

namespace BookingSite;

require __DIR__ . '/src/autoload.php';

const SWEEP_SECONDS = 5;
const FORGET_SECONDS = 3600;
const IDLE_MICROSECONDS = 100_000;

$database = Settings::database();
$queue = new Queue($database);
$worker = new Worker($database, new Bookings($database), $queue, Settings::service());

$isStopping = ($argv[1] ?? '') === '--once';
pcntl_async_signals(true);
foreach ([SIGTERM, SIGINT] as $signal) {
    pcntl_signal($signal, static function () use (&$isStopping): void {
        $isStopping = true;
    });
}

$swept = $forgotten = 0;
do {
    if (time() >= $swept + SWEEP_SECONDS) {
        $worker->sweep($swept = time());
    }
    if (time() >= $forgotten + FORGET_SECONDS) {
        $queue->forgetOld($forgotten = time());
    }
    while ($worker->workOne(time())) {
        if ($isStopping && ($argv[1] ?? '') !== '--once') {
            break;
        }
    }
    $isStopping || usleep(IDLE_MICROSECONDS);
} while (!$isStopping);
