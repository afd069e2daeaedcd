<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

use Random\Engine\Mt19937;
use Random\Randomizer;
use RuntimeException;

/** One run: questions on one broker, while its programs are killed. */
final class Campaign
{
    private const LONGEST_FINISH = 180.0;
    private readonly string $folder;
    private readonly Broker $broker;
    private readonly Sandbox $sandbox;
    private readonly Site $site;

    /**
     * @param string $kind ledger, or the control: middleware, nothing
     * @param list<string> $php the command of PHP with the extension
     * @param float $rate questions per second
     */
    public function __construct(
        Framework $framework,
        string $broker,
        private readonly string $kind,
        private readonly int $questions,
        private readonly int $seed,
        array $php,
        private readonly float $rate,
    ) {
        $parent = is_writable('/dev/shm') ? '/dev/shm' : sys_get_temp_dir();
        $this->folder = "$parent/cotp-campaign-" . bin2hex(random_bytes(6));
        mkdir($this->folder, 0755);
        $this->broker = match ($broker) {
            'redis' => new Redis($this->folder),
            'rabbitmq' => new RabbitMq($this->folder),
            'pgsql' => new Postgres($this->folder),
            default => throw new RuntimeException("unknown broker $broker"),
        };
        $this->broker->start();
        $this->sandbox = new Sandbox($this->folder, dirname(__DIR__, 3));
        $this->site = new Site($framework, $this->folder, $php, $kind, $broker, $this->broker, $this->sandbox);
    }

    /** Returns what happened, and what contradicts what must hold. @return array{array<string, int>, array<string, list<mixed>>} */
    public function run(): array
    {
        foreach (array_keys(Sandbox::FAULTS) as $account) {
            // In the control with the middleware, each response is late: a worker that is killed has often sent.
            $this->sandbox->schedule($account, $this->kind === 'middleware' ? ['kind' => 'delay', 'seconds' => 1] : null);
        }
        $this->site->start();
        [$chaos, $producer] = [$this->chaos(), new Producer($this->site, $this->questions)];
        $began = hrtime(true);
        while (!$producer->isFinished()) {
            $producer->advance((int) ((hrtime(true) - $began) / 1e9 * $this->rate));
            $chaos?->act();
            $this->site->supervise();
            usleep(50_000);
        }
        $producer->end();
        return $this->kind === 'ledger' ? $this->finish($producer, $chaos) : $this->control($producer, $chaos);
    }

    public function clean(bool $keep): void
    {
        $this->site->stop();
        $this->broker->kill();
        $keep ? print("The logs are in $this->folder.\n") : exec('rm -rf --one-file-system ' . escapeshellarg($this->folder));
    }

    private function chaos(): ?Chaos
    {
        $weights = match ($this->kind) {
            'ledger' => ['worker killed' => 60, 'worker stopped' => 10, 'ledger worker killed' => 15, 'broker killed' => 15],
            'middleware' => ['worker killed' => 1],
            default => [],
        };
        $mean = $this->broker instanceof RabbitMq ? 1.5 : 0.7;
        return $weights === [] ? null : new Chaos($this->site, $this->broker, new Randomizer(new Mt19937($this->seed)), $weights, $mean);
    }

    /** @return array{array<string, int>, array<string, list<mixed>>} */
    private function finish(Producer $producer, ?Chaos $chaos): array
    {
        $unrest = ['not looked at'];
        for ($end = hrtime(true) + self::LONGEST_FINISH * 1e9; $unrest !== [] && hrtime(true) < $end;) {
            $this->site->supervise();
            usleep(300_000);
            $unrest = (new Audit($this->sandbox->records, $this->site->ledgerDsn(), $producer->confirmed))->unrest();
        }
        $audit = new Audit($this->sandbox->records, $this->site->ledgerDsn(), $producer->confirmed);
        return [$audit->totals() + ($chaos->counts ?? []) + ['producer restarted' => $producer->restarts], ['all came to rest' => $unrest] + $audit->checks()];
    }

    /** A control must text somebody twice. @return array{array<string, int>, array<string, list<mixed>>} */
    private function control(Producer $producer, ?Chaos $chaos): array
    {
        $twice = [];
        for ($end = hrtime(true) + 60e9; $twice === [] && hrtime(true) < $end;) {
            $this->site->supervise();
            $chaos?->act();
            usleep(200_000);
            $twice = (new Audit($this->sandbox->records, null, $producer->confirmed))->textedTwice();
        }
        $totals = ['questions confirmed' => count($producer->confirmed), 'guests texted more than once' => count($twice), 'most messages to one guest' => $twice === [] ? 1 : max($twice)];
        return [$totals + ($chaos->counts ?? []), ['a guest is texted twice, so the campaign can fail' => $twice === [] ? ['none was'] : []]];
    }
}
