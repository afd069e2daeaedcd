<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** Batches over a warm connection. */
final class Batches
{
    public const PEERS = ['cotp', 'raw-same', 'curl-kept', 'guzzle', 'symfony'];
    public const CONCURRENCY = 100;
    private const ROUNDS = [100 => [0 => 25, 20 => 15, 80 => 11], 1000 => [0 => 7, 20 => 5, 80 => 5]];
    private const SEND_ROUNDS = 7;

    public function __construct(private readonly Bench $bench)
    {
    }

    /** @return array<string, array<int, array<int, array<string, array>>>> kind => items => round trip => peer => microseconds */
    public function measure(): array
    {
        $results = [];
        foreach (Tools::DISTANCES as $distance) {
            $workers = $this->workers($distance);
            foreach (self::ROUNDS as $items => $rounds) {
                Bench::say("c: $items retrieves, $distance ms away");
                $results['retrieves'][$items][$distance] = $this->batch($workers, "retrieves $items", $rounds[$distance]);
            }
            Bench::say("c: 100 sends, $distance ms away");
            $results['sends'][100][$distance] = $this->batch($workers, 'sends 100', self::SEND_ROUNDS);
        }
        return $results;
    }

    /** @return array<string, Worker> */
    private function workers(int $distance): array
    {
        $workers = [];
        foreach (self::PEERS as $peer) {
            $workers[$peer] = $this->bench->worker($peer, $distance);
        }
        return $workers;
    }

    /** @param array<string, Worker> $workers */
    private function batch(array $workers, string $command, int $rounds): array
    {
        $command .= ' ' . self::CONCURRENCY;
        array_map(static fn (Worker $worker): array => $worker->ask($command), $workers);
        return array_map(Statistics::summary(...), Bench::interleave($workers, $rounds, static fn (Worker $worker): array => $worker->ask($command)));
    }
}
