<?php
declare(strict_types=1);

/** Processes that play faults side by side, since most of a campaign is waiting. */
final class Lanes
{
    private const ATTEMPTS = 3;

    /** @var array<int, array{process: resource, pipes: array<int, resource>, fault: ?string}> */
    private array $lanes = [];
    /** @var list<string> */
    private array $queue = [];
    /** @var array<string, int> plays of a fault so far */
    private array $attempts = [];
    /** @var array<string, int> how often something was played again, by why */
    public array $again = [];

    /** @param list<string> $command that starts a lane for a client */
    public function __construct(private readonly array $command, private readonly int $count)
    {
    }

    public function __destruct()
    {
        foreach (array_keys($this->lanes) as $number) {
            $this->stop($number);
        }
    }

    /** @return array<string, array<string, list<string>>> see Stage::layout() */
    public function layout(string $transport): array
    {
        $number = $this->start();
        fwrite($this->lanes[$number]['pipes'][0], "layout $transport\n");
        $line = fgets($this->lanes[$number]['pipes'][1]);
        $this->stop($number);
        return json_decode($line !== false ? $line : throw new RuntimeException('a lane died'), true, 8, JSON_THROW_ON_ERROR);
    }

    /**
     * Where a doubt remains, the same fault is played again, at the end, when least is in progress.
     * @param list<Fault> $faults
     * @return Generator<array<string, mixed>> a play of each
     */
    public function play(array $faults): Generator
    {
        $this->queue = array_map(strval(...), $faults);
        while ($this->queue !== [] || $this->busy() !== []) {
            $this->employ();
            $readable = array_map(fn (array $lane): mixed => $lane['pipes'][1], $this->busy());
            $writable = $exceptional = null;
            stream_select($readable, $writable, $exceptional, null);
            foreach (array_keys($readable) as $number) {
                $fault = $this->lanes[$number]['fault'];
                $play = $this->collect($number);
                if ($play === null || (Judge::isDoubtful($play) && $this->attempts[$fault] < self::ATTEMPTS)) {
                    $this->attempts[$fault]++ < self::ATTEMPTS or throw new RuntimeException("lanes die of $fault");
                    $this->queue[] = $fault;
                    $why = $play === null ? 'its process died' : implode('; ', $play['isStruck'] ? Judge::doubts($play) : ['not reached']);
                    $this->again[$why] = ($this->again[$why] ?? 0) + 1;
                } else {
                    yield $play;
                }
            }
        }
    }

    /** @return array<int, array<string, mixed>> */
    private function busy(): array
    {
        return array_filter($this->lanes, fn (array $lane): bool => $lane['fault'] !== null);
    }

    private function employ(): void
    {
        while ($this->queue !== [] && count($this->busy()) < $this->count) {
            $idle = array_keys(array_diff_key($this->lanes, $this->busy()));
            $number = $idle[0] ?? $this->start();
            $fault = array_shift($this->queue);
            $this->attempts[$fault] ??= 1;
            $this->lanes[$number]['fault'] = $fault;
            fwrite($this->lanes[$number]['pipes'][0], "$fault\n");
        }
    }

    /** @return ?array<string, mixed> null when the lane has died */
    private function collect(int $number): ?array
    {
        $line = fgets($this->lanes[$number]['pipes'][1]);
        if ($line === false) {
            $this->stop($number);
            return null;
        }
        $this->lanes[$number]['fault'] = null;
        return json_decode($line, true, 8, JSON_THROW_ON_ERROR);
    }

    private function start(): int
    {
        $process = proc_open($this->command, [['pipe', 'r'], ['pipe', 'w']], $pipes);
        $this->lanes[] = ['process' => $process, 'pipes' => $pipes, 'fault' => null];
        return array_key_last($this->lanes);
    }

    private function stop(int $number): void
    {
        array_map(fclose(...), $this->lanes[$number]['pipes']);
        proc_close($this->lanes[$number]['process']);
        unset($this->lanes[$number]);
    }
}
