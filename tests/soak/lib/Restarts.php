<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSoak;

use BookingSite\Tests\Http;
use BookingSite\Tests\Program;
use Closure;
use PDO;
use Random\Randomizer;

use function BookingSite\Tests\await;

/** Faults in an order that the seed decides: every kind once, in a new order, and so on. */
final class Restarts
{
    /** @var array<string, int> how often each kind happened */
    public array $counts;
    /** @var list<string> */
    private array $deck = [];

    public function __construct(private Fleet $fleet, private Randomizer $random)
    {
        $this->counts = array_fill_keys(array_keys($this->kinds()), 0);
    }

    /** Runs for the given time, but at least until every kind has happened. */
    public function run(float $seconds): void
    {
        $end = hrtime(true) + (int) ($seconds * 1e9);
        while (hrtime(true) < $end || min($this->counts) === 0) {
            $this->fleet->pass($this->random->getInt(300, 2000) / 1000);
            $this->deck = $this->deck ?: $this->random->shuffleArray(array_keys($this->counts));
            $kind = array_pop($this->deck);
            $this->kinds()[$kind]();
            $this->counts[$kind]++;
        }
    }

    /** @return array<string, Closure> */
    private function kinds(): array
    {
        $fleet = $this->fleet;
        $fpm = fn () => $fleet->web->fpm;
        $nginx = fn () => $fleet->web->nginx;
        $sandbox = fn () => $fleet->sandbox->program;
        $postgres = fn () => $fleet->postgres->program;
        $startPostgres = function () use ($fleet): void {
            $fleet->postgres->start();
            $fleet->awaitDatabase();
        };
        return [
            'PHP-FPM: a process killed' => function () use ($fpm): void {
                $children = await(fn (): ?array => $fpm()->children() ?: null, 'PHP-FPM has processes');      // it may be reloading
                posix_kill($this->oneOf($children), SIGKILL);
            },
            'PHP-FPM: reloaded' => fn () => $fpm()->signalAlone(SIGUSR2),
            'PHP-FPM: stopped' => fn () => $this->restart($fpm(), SIGQUIT, $fleet->web->startFpm(...)),
            'PHP-FPM: killed' => fn () => $this->restart($fpm(), SIGKILL, $fleet->web->startFpm(...)),
            'nginx: stopped' => fn () => $this->restart($nginx(), SIGQUIT, $fleet->web->startNginx(...)),
            'nginx: killed' => fn () => $this->restart($nginx(), SIGKILL, $fleet->web->startNginx(...)),
            'worker: stopped' => fn () => $this->oneOf($fleet->workers)->signal(SIGTERM),         // its supervisor starts it again
            'worker: killed' => fn () => $this->oneOf($fleet->workers)->signal(SIGKILL),
            'PostgreSQL: fast stop' => fn () => $this->restart($postgres(), SIGINT, $startPostgres),
            'PostgreSQL: immediate stop' => fn () => $this->restart($postgres(), SIGQUIT, $startPostgres),
            'PostgreSQL: killed' => fn () => $this->restart($postgres(), SIGKILL, $startPostgres),
            'PostgreSQL: a process killed' => function () use ($fleet, $postgres): void {
                // PostgreSQL 15 never ends if it is stopped during this recovery, so wait for its end.
                $recoveries = static fn (): int => substr_count($postgres()->output(), 'ready to accept connections');
                $before = $recoveries();
                posix_kill($this->oneOf($postgres()->children()), SIGKILL);
                await(static fn (): bool => $recoveries() > $before, 'PostgreSQL has recovered');
                $fleet->awaitDatabase();
            },
            'sandbox: stopped' => fn () => $this->restart($sandbox(), SIGTERM, $fleet->startSandbox(...)),
            'sandbox: killed' => fn () => $this->restart($sandbox(), SIGKILL, $fleet->startSandbox(...)),
            'sandbox: its courier killed' => $this->killCourier(...),
            "sandbox: a send's response lost" => fn () => $this->fault('drop_after'),
            'sandbox: a send lost' => fn () => $this->fault('drop_before'),
            'callbacks: the last ones delivered again' => $this->deliverAgain(...),
            'time: a day passes' => fn () => $fleet->skip(90_000),
            'outage: longer than callbacks are tried' => $this->outage(...),
        ];
    }

    /** Keeps it down for a time that the seed decides. */
    private function restart(Program $program, int $signal, Closure $start): void
    {
        $signal === SIGKILL ? $program->signal($signal) : $program->signalAlone($signal);
        $this->fleet->awaitEnd($program);
        $this->fleet->pass($this->random->getInt(0, 1500) / 1000);
        $start();
    }

    /** Ends the sandbox at its next response. */
    private function killCourier(): void
    {
        $sandbox = $this->fleet->sandbox;
        $children = $sandbox->program->children();
        posix_kill(end($children), SIGKILL);
        await(static function () use ($sandbox): bool {
            Http::get("$sandbox->url/sandbox/clock");
            return !$sandbox->program->isRunning();
        }, 'the sandbox ends');
        $this->fleet->startSandbox();
    }

    private function fault(string $kind): void
    {
        $this->fleet->sandbox->orderFault($this->fleet->environment['PCIBOOKING_API_KEY'], ['kind' => $kind, 'operation' => 'send']);
    }

    /** PCI Booking does not document this, but proxies and retries do it. All at once, whatever the site responds. */
    private function deliverAgain(): void
    {
        $callbacks = $this->fleet->sandboxDatabase()->query("SELECT url, body FROM callback WHERE state = 'delivered' ORDER BY number DESC LIMIT 10");
        Http::postMany($callbacks->fetchAll(PDO::FETCH_NUM), 10);
    }

    /** The callbacks of this time are lost, including those for links that expire. */
    private function outage(): void
    {
        $nginx = $this->fleet->web->nginx;
        $nginx->signalAlone(SIGQUIT);
        $this->fleet->awaitEnd($nginx);
        $this->fleet->pass(1.0);                // guests continue
        $this->fleet->skip(90_000);
        $this->fleet->skip(60);                 // due work is done before a call gets its response
        $waiting = $this->fleet->sandboxDatabase()->prepare('SELECT 1 FROM callback WHERE number <= ? AND state = \'waiting\' LIMIT 1');
        $last = $this->fleet->sandboxDatabase()->query('SELECT max(number) FROM callback')->fetchColumn();
        await(function () use ($waiting, $last): bool {
            $this->fleet->supervise();
            $this->fleet->skip(60);
            $waiting->execute([$last]);
            return $waiting->fetchColumn() === false;
        }, 'the courier gives up');
        $this->fleet->web->startNginx();
    }

    /** @param array<mixed> $all */
    private function oneOf(array $all): mixed
    {
        return array_values($all)[$this->random->getInt(0, count($all) - 1)];
    }
}
