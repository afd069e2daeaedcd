<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\campaign;

use Cotp\Laravel\Tests\lib\Sandbox;
use Cotp\Laravel\Tests\lib\SiteFolder;
use Cotp\Ledger\Tests\lib\Wait;
use Random\Randomizer;

/** The campaign, and two controls that show that it can fail. */
final readonly class Campaign
{
    private const WORKERS = 4;
    private const FAULTS = [
        ['kind' => 'drop_before'], ['kind' => 'drop_after'], ['kind' => 'status', 'status' => 503], ['kind' => 'status', 'status' => 429, 'retry_after' => 1],
        ['kind' => 'delay', 'seconds' => 4.5],
    ];

    public function __construct(private Results $results, private Randomizer $random)
    {
    }

    /** @param list<Question> $questions */
    public function withPackage(array $questions): void
    {
        echo "With the package\n";
        $sandbox = new Sandbox(SiteFolder::temporary() . '/log');
        $redis = new RedisServer(SiteFolder::temporary() . '/redis');
        $site = new Site($sandbox->url, $redis->socket, true);
        $faulty = count(array_filter($questions, static fn (Question $question): bool => $question->account === Question::FAULTY));
        for ($number = 0; $number < $faulty; $number++) {
            $sandbox->fault(['operation' => 'send'] + self::FAULTS[$this->random->getInt(0, count(self::FAULTS) - 1)], 'faulty');
        }
        $chaos = new Chaos($this->random);
        $chaos->add('Redis', 'redis', $redis->start(...), 5.0);
        $chaos->add('web server', 'web', $site->startWeb(...), 6.0);
        $this->addWorkers($chaos, $site, 4.0);
        $chaos->add('cotp:work', 'work', $site->artisan('cotp:work', '--seconds=3600', '--sleep=0'), 6.0);
        foreach ($questions as $question) {
            $site->ask($question);
            $chaos->step();
            usleep(40_000);
        }
        $swept = $this->drain($questions, $site, $chaos);
        $chaos->stop();
        $this->report($questions, $site, $chaos, new Audit($sandbox), $swept);
    }

    /**
     * Waits until everything has ended, first with and then without kills. Returns what the sweep of the site queued again.
     *
     * @param list<Question> $questions
     * @return list<string>
     */
    private function drain(array $questions, Site $site, Chaos $chaos): array
    {
        $swept = [];
        for ($round = 1; $round <= 6; $round++) {
            Wait::until(static function () use ($site, $chaos, $round): bool {
                $chaos->step($round === 1);
                return $site->waiting() === 0 && !in_array(0, $chaos->kills, true);
            }, 'all jobs have ended', 300);
            $again = $site->sweep($questions);
            if ($again === []) {
                break;
            }
            $swept = [...$swept, ...$again];
        }
        Wait::until(static function () use ($site, $chaos): bool {
            $chaos->step(false);
            return $site->isFinished();
        }, 'the ledger has looked up every question', 300);
        return $swept;
    }

    /**
     * @param list<Question> $questions
     * @param list<string> $swept
     */
    private function report(array $questions, Site $site, Chaos $chaos, Audit $audit, array $swept): void
    {
        $calm = array_values(array_filter($questions, static fn (Question $question): bool => $question->account === Question::CALM));
        $faulty = array_values(array_filter($questions, static fn (Question $question): bool => $question->account === Question::FAULTY));
        $ends = ['calm' => $audit->ends($calm, $site->ledger()), 'faulty' => $audit->ends($faulty, $site->ledger())];
        $this->results->check('no guest was texted twice', $audit->textedTwice($questions));
        $killed = $ends['calm']['unknown'] ?? [];
        $this->results->check('every question without a fault ended with a stored card, or its worker was killed while it sent', [
            ...array_keys(array_diff_key($ends['calm'], ['card_stored' => 1, 'unknown' => 1])),
            ...(count($killed) > $chaos->kills['worker'] ? $killed : []),
        ]);
        $this->results->check('every question has an end, or is unknown', array_keys(array_diff_key($ends['faulty'], ['card_stored' => 1, 'unknown' => 1])));
        $this->results->check('every question whose callback was accepted has the status of the service', $audit->different($questions, $site->ledger()));
        $this->results->check("each of {$audit->acceptedCallbacks()} accepted callbacks was stored and processed once", $audit->callbacks($site->ledger()));
        $this->results->check('workers and Redis were killed', min($chaos->kills['worker'], $chaos->kills['Redis']) > 0 ? [] : ['no kill']);
        foreach ($ends as $name => $byEnd) {
            $this->results->note("$name: " . self::list(array_map(count(...), $byEnd)));
        }
        foreach (array_keys($ends) as $name) {
            $unknown = $ends[$name]['unknown'] ?? [];
            $this->results->note(count($unknown) . " unknown ($name), of which the guests received " . count($audit->received($unknown, $questions)) . ': ' . implode(', ', $unknown));
        }
        $this->results->note("messages: {$audit->messages()}; kills: " . self::list($chaos->kills) . '; queued again by the sweep: ' . count($swept));
        $this->results->note('failed jobs: ' . self::list($site->failures()));
    }

    /**
     * The same queue without the package: Laravel's retries text a guest again whose response was lost.
     *
     * @param list<Question> $questions
     */
    public function withoutPackage(array $questions): void
    {
        echo "Control: without the package\n";
        $this->control($questions, ['kind' => 'drop_after', 'times' => intdiv(count($questions), 3)], false, 1_000_000.0);
    }

    /**
     * The middleware without the ledger: a worker that is killed after sending makes the queue run its job again.
     *
     * @param list<Question> $questions
     */
    public function withMiddlewareAlone(array $questions): void
    {
        echo "Control: with the middleware alone, and workers that are killed\n";
        $this->control($questions, ['kind' => 'delay', 'seconds' => 0.5, 'times' => 100_000], true, 1.0);
    }

    /**
     * @param list<Question> $questions
     * @param array<string, mixed> $fault
     */
    private function control(array $questions, array $fault, bool $hasMiddleware, float $killEvery): void
    {
        $sandbox = new Sandbox(SiteFolder::temporary() . '/log');
        $sandbox->fault(['operation' => 'send'] + $fault);
        $redis = new RedisServer(SiteFolder::temporary() . '/redis');
        $site = new Site($sandbox->url, $redis->socket, $hasMiddleware);
        $chaos = new Chaos($this->random);
        $chaos->add('Redis', 'redis', $redis->start(...), 1_000_000.0);
        $this->addWorkers($chaos, $site, $killEvery);
        foreach ($questions as $question) {
            $site->sendDirectly($question, $hasMiddleware);
        }
        Wait::until(static function () use ($site, $chaos): bool {
            $chaos->step();
            return $site->waiting() === 0;
        }, 'all jobs have ended', 300);
        $chaos->stop();
        $audit = new Audit($sandbox);
        $twice = $audit->textedTwice($questions);
        $this->results->check('the check "no guest was texted twice" fails, as it must', $twice === [] ? ['no guest was texted twice'] : []);
        $this->results->note(count($twice) . ' guests were texted more than once: ' . self::list($audit->counts($questions)) . '; kills: ' . self::list($chaos->kills));
    }

    private function addWorkers(Chaos $chaos, Site $site, float $killEvery): void
    {
        for ($number = 1; $number <= self::WORKERS; $number++) {
            $chaos->add('worker', "worker $number", $site->artisan('queue:work', 'redis', '--tries=3', '--sleep=0.1'), $killEvery);
        }
    }

    /** @param array<string, int> $counts */
    private static function list(array $counts): string
    {
        return implode(', ', array_map(static fn (string $name, int $count): string => "$count $name", array_keys($counts), $counts)) ?: 'none';
    }
}
