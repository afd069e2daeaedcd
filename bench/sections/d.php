<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** Instructions in user space for one warm call. The difference between many calls and twice as many leaves the start out. */
final class Instructions
{
    private const PEERS = ['cotp', 'raw-same', 'raw-kept', 'curl-kept', 'guzzle', 'symfony', 'pecl'];
    private const PEERS_WITH_SHORT_RESPONSE = ['cotp', 'raw-same', 'curl-kept', 'guzzle', 'symfony'];
    private const CALLS = 200;
    private const ROUNDS = 3;

    public function __construct(private readonly Bench $bench)
    {
    }

    /** @return array{long: array<string, array>, short: array<string, array>} */
    public function measure(): array
    {
        $base = $this->bench->servers->bases[0];
        return ['long' => $this->measureAt($base, $this->bench->available(...self::PEERS)),
            'short' => $this->measureAt(preg_replace('/api$/', 'short', $base), self::PEERS_WITH_SHORT_RESPONSE)];
    }

    /** @param list<string> $peers */
    private function measureAt(string $base, array $peers): array
    {
        $results = [];
        foreach ($peers as $peer) {
            Bench::say("d: instructions per warm call, $peer");
            $samples = [];
            for ($round = 0; $round < self::ROUNDS; $round++) {
                $samples[] = ($this->count($peer, $base, 2 * self::CALLS) - $this->count($peer, $base, self::CALLS)) / self::CALLS;
            }
            $results[$peer] = Statistics::summary($samples);
        }
        return $results;
    }

    private function count(string $peer, string $base, int $calls): int
    {
        $log = "{$this->bench->directory}/callgrind.log";
        $command = ['valgrind', '--tool=callgrind', "--callgrind-out-file={$this->bench->directory}/callgrind.out", "--log-file=$log",
            ...$this->bench->tools->workerCommand($peer, $base, $this->bench->servers->caFile)];
        $process = new Process($command, "{$this->bench->directory}/errors.log");
        $process->write("repeat $calls\n");
        $process->readLine();
        $process->finish();
        if (!preg_match('/Collected : (\d+)/', file_get_contents($log), $match)) {
            throw new RuntimeException("callgrind counted nothing for $peer");
        }
        return (int) $match[1];
    }
}
