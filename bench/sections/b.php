<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** Calls one after the other in one long-running process. */
final class LongRunningProcess
{
    private const PEERS = ['cotp', 'raw-same', 'raw-kept', 'curl-kept', 'curl-fresh', 'guzzle', 'symfony', 'pecl'];
    private const ROUNDS = [0 => 20, 20 => 10];
    private const CALLS = [0 => 50, 20 => 4];

    public function __construct(private readonly Bench $bench)
    {
    }

    /** @return array<int, array<string, array>> round trip => peer => one call, microseconds */
    public function measure(): array
    {
        $results = [];
        foreach (self::ROUNDS as $distance => $rounds) {
            Bench::say("b: calls in a long-running process, $distance ms away");
            $workers = [];
            foreach ($this->bench->available(...self::PEERS) as $peer) {
                $workers[$peer] = $this->bench->worker($peer, $distance);
                $workers[$peer]->ask('calls 5');
            }
            $command = 'calls ' . self::CALLS[$distance];
            $samples = Bench::interleave($workers, $rounds, static fn (Worker $worker): array => $worker->ask($command));
            $results[$distance] = array_map(Statistics::summary(...), $samples);
        }
        return $results;
    }
}
