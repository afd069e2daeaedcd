<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/**
 * Clients that send through an egress proxy at the same time, while the service fails in every way, and the proxy is
 * reloaded and killed.
 */
final class EgressLoad
{
    private const CLIENTS = 4;
    private const SENDS_PER_RELOAD = 40;
    private const SENDS_PER_KILL = 75;
    private const SENDS_PER_DROP = 9;

    private readonly EgressScene $scene;
    private readonly Peer $peer;
    /** @var array<string, int> */
    private array $done = ['reloads' => 0, 'kills' => 0, 'idle connections dropped' => 0];
    private int $slow = 0;

    public function __construct(string $extension, string $program, string $variant, private readonly int $sends, private readonly bool $disturbs = true)
    {
        $script = [];
        for ($number = 0; $number < self::CLIENTS * $sends; $number++) {
            $script[] = $this->action($number);
        }
        $accepts = [];
        for ($number = 0; $number < self::CLIENTS * $sends; $number++) {
            $accepts[] = Peer::accept(['close', 'serve', 'resetAfterHandshake', 'serve', 'serve', 'closeAfterHandshake', 'serve', 'reset', 'serve'][$number % 9]);
        }
        $this->scene = new EgressScene($extension, $program, $variant, compact('script', 'accepts'));
        $this->peer = $this->scene->peer;
    }

    /** Two of three requests go well, so that connections are kept. */
    private function action(int $number): array
    {
        if ($number % 3 !== 0) {
            return Peer::mirror();
        }
        $created = Peer::respond(201, ['Location: /api/cardrequest/request-{request}', 'Content-Type: application/json'], '{"RequestID":"see the Location"}');
        $faults = [
            Peer::close(),                                  // after it was processed
            Peer::reset(),
            Peer::early('head', Peer::end(Peer::raw(''), 'close')),     // before it was processed
            Peer::early('head', Peer::end(Peer::raw(''), 'reset')),
            Peer::cut($created, 'head'),
            Peer::cut($created, 5, 'reset'),
            Peer::json(503, ['code' => -150, 'message' => 'system error']),
            Peer::stall(),
            Peer::after('slow-' . $this->slow++, $created),
            Peer::end($created, 'close'),
        ];
        return $faults[intdiv($number, 3) % count($faults)];
    }

    /** @return array{reports: int, processed: int, twice: int, untruths: list<string>, outcomes: array<string, int>, done: array<string, int>} */
    public function run(): array
    {
        $reports = $this->reports();
        $ids = $this->processed();
        $untruths = [];
        foreach ($reports as $booker => $report) {
            foreach (EgressJudge::untruths($report, $ids[$booker] ?? []) as $untruth) {
                $untruths[] = "$booker: $untruth ($report[did] $report[text])";
            }
        }
        return ['reports' => count($reports), 'processed' => count($ids), 'twice' => count(array_filter($ids, fn (array $ids): bool => count($ids) > 1)),
            'untruths' => $untruths, 'outcomes' => array_count_values(array_column($reports, 'did')), 'done' => $this->done];
    }

    /** @return Generator<string, bool> what must be true, by its name */
    public function checks(): Generator
    {
        $result = $this->run();
        $counts = $result['outcomes'] + $this->done + ['processed' => $result['processed']];
        ksort($counts);
        $text = implode(', ', array_map(fn (string $name, int $count): string => "$count $name", array_keys($counts), $counts));
        $untruths = implode('', array_map(fn (string $untruth): string => "\n        $untruth", $result['untruths']));
        yield "$result[reports] sends ($text): nothing is processed twice, and each report is true$untruths" => $result['untruths'] === [] && $result['twice'] === 0;
        yield 'all clients reported' => $result['reports'] === self::CLIENTS * $this->sends;
        yield 'there were reloads, kills, successes and failures' => min($this->done['reloads'], $this->done['kills'], $result['outcomes']['success'] ?? 0, $result['outcomes']['Unknown'] ?? 0) > 0;
    }

    /** @return array<string, array{did: string, id: ?string, text: string}> by booker id */
    private function reports(): array
    {
        $clients = $outputs = $left = $reports = [];
        for ($client = 0; $client < self::CLIENTS; $client++) {
            $clients[$client] = $this->scene->worker();
            $clients[$client]->write("sends client-$client $this->sends");
            $outputs[$client] = $clients[$client]->output();
            $left[$client] = $this->sends;
        }
        while ($outputs) {
            [$readable, $writable, $exceptional] = [$outputs, null, null];
            stream_select($readable, $writable, $exceptional, 0, 50_000);
            $this->releaseSlow();
            foreach (array_keys($readable) as $client) {
                $report = $clients[$client]->read() ?? throw new RuntimeException('a client died');
                $reports[$report['name']] = $report;
                if (--$left[$client] === 0) {
                    unset($outputs[$client]);
                }
                $this->disturbs && $this->disturb(count($reports));
            }
        }
        return $reports;
    }

    private function releaseSlow(): void
    {
        foreach (array_filter(array_column($this->peer->requests(), 'waiting')) as $name) {
            $this->peer->release($name);
        }
    }

    private function disturb(int $count): void
    {
        if ($count % self::SENDS_PER_RELOAD === 0) {
            $this->scene->egress->reload();
            $this->done['reloads']++;
        }
        if ($count % self::SENDS_PER_KILL === 0) {
            $this->scene->egress->killAndStart();
            $this->done['kills']++;
        }
        $open = $count % self::SENDS_PER_DROP === 0 ? array_filter($this->peer->connections(), fn (array $connection): bool => $connection['closed'] === null) : [];
        if ($open) {
            $this->peer->endConnection(array_rand($open));
            $this->done['idle connections dropped']++;
        }
    }

    /** @return array<string, list<string>> the ids that were given to each form, by its booker id */
    private function processed(): array
    {
        $ids = [];
        foreach ($this->peer->processed() as $request) {
            $isMirrored = $request['action'] === 'mirror';
            $ids[json_decode($request['body'])->BookerId][] = $isMirrored ? "request-$request[number]" : sprintf('request-%06d', $request['number']);
        }
        return $ids;
    }
}
