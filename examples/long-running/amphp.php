<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * What a call does to the event loop of AMPHP (Revolt):
 *
 *   PCIBOOKING_API_KEY=any PCIBOOKING_BASE_URI=http://127.0.0.1:8025/api php amphp.php
 */

require __DIR__ . '/vendor/autoload.php';

use Amp\Parallel\Worker\ContextWorkerPool;
use Cotp\Example\{AuthenticateTask, LongestPause};
use Revolt\EventLoop;

use function Amp\async;
use function Amp\delay;

$pause = new LongestPause();
$timer = EventLoop::repeat(0.01, $pause->tick(...));
delay(0.1);

$pause->take();
$cotp = new CotpRequest((string) getenv('PCIBOOKING_API_KEY'), (string) getenv('PCIBOOKING_BASE_URI'));
async($cotp->authenticate(...))->await();                       // wrong: a fiber does not help, the call blocks all of them
echo "in a fiber:   the loop stood still for {$pause->take()} ms\n";

$pool = new ContextWorkerPool(limit: 1);
$isGood = $pool->submit(new AuthenticateTask())->await();
echo "in a worker:  the loop stood still for {$pause->take()} ms, key ", $isGood ? 'accepted' : 'rejected', "\n";
$pool->shutdown();
EventLoop::cancel($timer);
