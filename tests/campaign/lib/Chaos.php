<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

use Random\Randomizer;

/** Ends workers and the broker at random. */
final class Chaos
{
    /** @var array<string, int> */
    public array $counts = [];
    private float $next;

    /** @param array<string, int> $weights how often what happens */
    public function __construct(
        private readonly Site $site,
        private readonly Broker $broker,
        private readonly Randomizer $random,
        private readonly array $weights,
        private readonly float $mean,
    ) {
        $this->next = hrtime(true) / 1e9 + $this->pause();
    }

    public function act(): void
    {
        if (hrtime(true) / 1e9 < $this->next) {
            return;
        }
        $what = $this->choose();
        $this->counts[$what] = ($this->counts[$what] ?? 0) + 1;
        match ($what) {
            'worker killed' => $this->site->worker('worker-' . $this->random->getInt(1, Site::WORKERS))->end(SIGKILL),
            'worker stopped' => $this->site->worker('worker-' . $this->random->getInt(1, Site::WORKERS))->signal(SIGTERM),
            'ledger worker killed' => $this->site->worker('ledger-' . $this->random->getInt(1, Site::LEDGER_WORKERS))->end(SIGKILL),
            default => $this->restartBroker(),
        };
        $this->next = hrtime(true) / 1e9 + $this->pause();
    }

    private function restartBroker(): void
    {
        $this->broker->kill();
        usleep($this->random->getInt(0, 500_000));
        $this->broker->start();
    }

    private function choose(): string
    {
        $number = $this->random->getInt(1, array_sum($this->weights));
        foreach ($this->weights as $what => $weight) {
            $number -= $weight;
            if ($number <= 0) {
                return $what;
            }
        }
        throw new \LogicException('unreachable');
    }

    private function pause(): float
    {
        return $this->mean * $this->random->getInt(300, 1700) / 1000;
    }
}
