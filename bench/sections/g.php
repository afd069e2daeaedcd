<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** How the cost grows with the number of items. */
final class Growth
{
    public const PEERS = ['cotp', 'raw-same', 'curl-kept', 'guzzle', 'symfony'];
    private const ROUNDS = [1 => 15, 10 => 15, 100 => 9, 1000 => 5, 10000 => 3];

    public function __construct(private readonly Bench $bench)
    {
    }

    /** @return array<int, array<string, array{time: array, peak: float}>> items => peer => microseconds, and MiB so far */
    public function measure(): array
    {
        $workers = $results = [];
        foreach (self::PEERS as $peer) {
            $workers[$peer] = $this->bench->worker($peer, 0);
            $workers[$peer]->ask('retrieves 1 1');
        }
        foreach (self::ROUNDS as $items => $rounds) {
            Bench::say("g: $items items");
            $command = "retrieves $items " . Batches::CONCURRENCY;
            $samples = Bench::interleave($workers, $rounds, static fn (Worker $worker): array => $worker->ask($command));
            foreach ($samples as $peer => $times) {
                $results[$items][$peer] = ['time' => Statistics::summary($times), 'peak' => $workers[$peer]->peakMebibytes()];
            }
        }
        return $results;
    }
}
