<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\campaign;

use Closure;
use Cotp\Laravel\Tests\lib\Program;
use Random\Randomizer;

/** Programs that are killed (SIGKILL) at random times, and started again. */
final class Chaos
{
    /** @var array<string, array{group: string, start: Closure(): Program, every: float, program: Program, at: float}> */
    private array $members = [];
    /** @var array<string, int> how often programs were killed, by group */
    public array $kills = [];

    public function __construct(private readonly Randomizer $random)
    {
    }

    /**
     * @param Closure(): Program $start
     * @param float $every the mean number of seconds between two kills
     */
    public function add(string $group, string $name, Closure $start, float $every): void
    {
        $this->kills[$group] ??= 0;
        $this->members[$name] = ['group' => $group, 'start' => $start, 'every' => $every, 'program' => $start(), 'at' => $this->next($every)];
    }

    /** Kills what is due, and starts what has ended. */
    public function step(bool $mayKill = true): void
    {
        foreach ($this->members as $name => $member) {
            if ($mayKill && microtime(true) >= $member['at']) {
                $member['program']->kill();
                $this->kills[$member['group']]++;
                $member['at'] = $this->next($member['every']);
            }
            if (!$member['program']->isRunning()) {
                $member['program']->kill();
                $member['program'] = $member['start']();
            }
            $this->members[$name] = $member;
        }
    }

    public function stop(): void
    {
        foreach ($this->members as $member) {
            $member['program']->kill();
        }
        $this->members = [];
    }

    private function next(float $every): float
    {
        return microtime(true) + $every * $this->random->getInt(50, 150) / 100;
    }
}
