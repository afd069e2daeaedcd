<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Console;

use Cotp\Laravel\CotpManager;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\WorkReport;
use Illuminate\Console\Command;

/** Ledger::work() in a loop. It may be killed at any time, and run in as many processes as you like. */
final class WorkCommand extends Command
{
    protected $signature = 'cotp:work
        {--seconds=0 : End after so many seconds; 0: when nothing is due any more}
        {--sleep=1 : How many seconds to wait when nothing is due}
        {--limit=100 : How many operations between two looks at the time and at signals}';
    /** @var list<string> */
    protected $aliases = ['cotp:ledger:work'];
    protected $description = 'Processes callbacks, looks up open questions, and executes policies';
    private bool $isStopped = false;

    public function handle(CotpManager $cotp): int
    {
        $this->trap(static fn (): array => [SIGTERM, SIGINT], function (): void {       // where the extension pcntl is loaded
            $this->isStopped = true;
        });
        $end = hrtime(true) + $this->number('seconds', 0) * 1_000_000_000;
        $isEndless = $this->number('seconds', 0) > 0;
        $totals = ['callbacks' => 0, 'lookUps' => 0, 'policies' => 0, 'givenUp' => 0, 'failures' => 0];
        do {
            $report = $cotp->with(fn (Ledger $ledger): WorkReport => $ledger->work($this->number('limit', 1), 5.0));
            foreach (array_keys($totals) as $name) {
                $totals[$name] += $report->$name;
            }
            if ($report->isFinished && (!$isEndless || !$this->pause($end))) {
                break;
            }
        } while (!$this->isStopped && (!$isEndless || hrtime(true) < $end));
        $this->line("{$totals['callbacks']} callbacks, {$totals['lookUps']} look-ups, {$totals['policies']} actions of policies, "
            . "{$totals['givenUp']} given up, {$totals['failures']} failures");
        return self::SUCCESS;
    }

    /** Waits until there may be something to do. Returns false if the time is over. */
    private function pause(int $end): bool
    {
        $until = min($end, hrtime(true) + $this->number('sleep', 0) * 1_000_000_000);
        while (!$this->isStopped && ($left = $until - hrtime(true)) > 0) {
            usleep((int) min(200_000, intdiv($left, 1000) + 1));
        }
        return hrtime(true) < $end;
    }

    private function number(string $option, int $least): int
    {
        $value = filter_var($this->option($option), FILTER_VALIDATE_INT);
        if ($value === false || $value < $least) {
            $this->fail("--$option must be a whole number of at least $least.");
        }
        return $value;
    }
}
