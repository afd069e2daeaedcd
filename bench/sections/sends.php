<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** A large batch of sends at a distance. */
final class BatchOfSends
{
    public const ITEMS = 1000;
    public const DISTANCE = 80;
    private const ROUNDS = 7;

    public function __construct(private readonly Bench $bench)
    {
    }

    /** @return array<string, array> microseconds by peer */
    public function measure(): array
    {
        Bench::say('sends: ' . self::ITEMS . ' sends, ' . self::DISTANCE . ' ms away');
        $workers = [];
        $command = 'sends ' . self::ITEMS . ' ' . Batches::CONCURRENCY;
        foreach (Batches::PEERS as $peer) {
            $workers[$peer] = $this->bench->worker($peer, self::DISTANCE);
            $workers[$peer]->ask($command);
        }
        return array_map(Statistics::summary(...), Bench::interleave($workers, self::ROUNDS, static fn (Worker $worker): array => $worker->ask($command)));
    }
}
