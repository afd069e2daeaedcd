<?php

declare(strict_types=1);

/** Instructions in user space for one warm call. The difference between many calls and twice as many leaves the start out. */
final class Instructions
{
    private const PEERS = ['cotp', 'raw-same', 'raw-kept', 'curl-kept', 'guzzle', 'symfony', 'pecl'];
    private const CALLS = 200;

    public function __construct(private readonly Bench $bench)
    {
    }

    /** @return array<string, float> */
    public function measure(): array
    {
        $results = [];
        foreach ($this->bench->available(...self::PEERS) as $peer) {
            Bench::say("d: instructions per warm call, $peer");
            $results[$peer] = ($this->count($peer, 2 * self::CALLS) - $this->count($peer, self::CALLS)) / self::CALLS;
        }
        return $results;
    }

    private function count(string $peer, int $calls): int
    {
        $log = "{$this->bench->directory}/callgrind.log";
        $command = ['valgrind', '--tool=callgrind', "--callgrind-out-file={$this->bench->directory}/callgrind.out", "--log-file=$log",
            ...$this->bench->tools->workerCommand($peer, $this->bench->servers->bases[0], $this->bench->servers->caFile)];
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
