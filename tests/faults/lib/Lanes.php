<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** Processes that play faults in parallel, because most of a campaign is waiting. */
final class Lanes
{
    private const ATTEMPTS = 3;
    private const SECONDS = 600;    // of one play, far more than it needs

    /** @var array<int, array{process: LineProcess, fault: ?string}> */
    private array $lanes = [];
    /** @var list<string> */
    private array $queue = [];
    /** @var array<string, int> plays of a fault so far */
    private array $attempts = [];
    /** @var array<string, int> how often something was played again, by why */
    public array $again = [];

    /**
     * @param list<string> $command that starts a lane for a client
     * @param ?Closure(array<string, mixed>): bool $isDoubtful whether a play is played again; Judge decides if null
     */
    public function __construct(private readonly array $command, private readonly int $count, private readonly ?Closure $isDoubtful = null)
    {
    }

    /** @return array<string, array<string, list<string>>> see Stage::layout() */
    public function layout(string $transport): array
    {
        $lane = new LineProcess($this->command);
        $lane->write("layout $transport");
        return $lane->read(self::SECONDS) ?? throw new RuntimeException('a lane died');
    }

    /**
     * A doubtful play is played again at the end, when the load is lowest.
     * @param list<Fault> $faults
     * @return Generator<array<string, mixed>> a play of each
     */
    public function play(array $faults): Generator
    {
        $this->queue = array_map(strval(...), $faults);
        while ($this->queue !== [] || $this->busy() !== []) {
            $this->employ();
            $readable = array_map(fn (array $lane): mixed => $lane['process']->output(), $this->busy());
            $writable = $exceptional = null;
            stream_select($readable, $writable, $exceptional, null);
            foreach (array_keys($readable) as $number) {
                $fault = $this->lanes[$number]['fault'];
                $play = $this->collect($number);
                if ($play === null || ($this->isDoubtful($play) && $this->attempts[$fault] < self::ATTEMPTS)) {
                    $this->attempts[$fault]++ < self::ATTEMPTS or throw new RuntimeException("lanes die of $fault");
                    $this->queue[] = $fault;
                    $why = $play === null ? 'its process died' : implode('; ', $play['isHit'] ? Judge::doubts($play) : ['not reached']);
                    $this->again[$why] = ($this->again[$why] ?? 0) + 1;
                } else {
                    yield $play;
                }
            }
        }
    }

    /** @param array<string, mixed> $play */
    private function isDoubtful(array $play): bool
    {
        return $this->isDoubtful ? ($this->isDoubtful)($play) : Judge::isDoubtful($play);
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
            $this->lanes[$number]['process']->write($fault);
        }
    }

    /** @return ?array<string, mixed> null when the lane has died */
    private function collect(int $number): ?array
    {
        $play = $this->lanes[$number]['process']->read(self::SECONDS);
        if ($play === null) {
            unset($this->lanes[$number]);
        } else {
            $this->lanes[$number]['fault'] = null;
        }
        return $play;
    }

    private function start(): int
    {
        $this->lanes[] = ['process' => new LineProcess($this->command), 'fault' => null];
        return array_key_last($this->lanes);
    }
}
