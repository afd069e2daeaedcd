<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * What a call does to the event loop of ReactPHP:
 *
 *   PCIBOOKING_API_KEY=any PCIBOOKING_BASE_URI=http://127.0.0.1:8025/api php react.php
 */

require __DIR__ . '/vendor/autoload.php';

use Cotp\Example\LongestPause;
use React\ChildProcess\Process;
use React\EventLoop\Loop;

$pause = new LongestPause();
$timer = Loop::addPeriodicTimer(0.01, $pause->tick(...));

Loop::addTimer(0.1, function () use ($pause, $timer): void {
    $pause->take();
    $cotp = new CotpRequest((string) getenv('PCIBOOKING_API_KEY'), (string) getenv('PCIBOOKING_BASE_URI'));
    $cotp->authenticate();                                      // wrong: blocks the loop
    echo "in the loop:        the loop stood still for {$pause->take()} ms\n";

    $process = new Process('exec ' . escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/authenticate.php'), null, null, []);
    $process->start();
    $process->on('exit', function (?int $code) use ($pause, $timer): void {
        echo "in another process: the loop stood still for {$pause->take()} ms, exit code $code\n";
        Loop::cancelTimer($timer);
    });
});
