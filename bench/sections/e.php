<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** Processor time and memory of 10,000 calls. */
final class Resources
{
    public const CALLS = 10000;
    private const PEERS = ['cotp', 'raw-same', 'raw-kept', 'curl-kept', 'curl-fresh', 'guzzle', 'symfony', 'pecl'];
    private const ROUNDS = 10;
    /** Ten times as slow, so counted on a tenth of the calls. */
    private const SLOW = ['curl-fresh' => 10];

    public function __construct(private readonly Bench $bench)
    {
    }

    /** @return array<string, array{cpu: float, peak: float}> seconds and MiB */
    public function measure(): array
    {
        Bench::say('e: processor time and memory of 10,000 calls');
        $workers = $before = $results = [];
        foreach ($this->bench->available(...self::PEERS) as $peer) {
            $workers[$peer] = $this->bench->worker($peer, 0);
            $workers[$peer]->ask('repeat 20');
            $before[$peer] = $workers[$peer]->cpuSeconds();
        }
        Bench::interleave($workers, self::ROUNDS, static fn (Worker $worker, string $peer): array
            => $worker->ask('repeat ' . self::CALLS / self::ROUNDS / (self::SLOW[$peer] ?? 1)));
        foreach ($workers as $peer => $worker) {
            $cpu = ($worker->cpuSeconds() - $before[$peer]) * (self::SLOW[$peer] ?? 1);
            $results[$peer] = ['cpu' => $cpu, 'peak' => $worker->peakMebibytes()];
        }
        return $results;
    }
}
