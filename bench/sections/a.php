<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** One call per FPM request. */
final class OneCallPerRequest
{
    public const PEERS = ['cotp', 'curl-fresh', 'guzzle', 'symfony', 'pecl', 'pecl-persistent', 'share'];
    /** No PHP at all: a process that keeps its connection, called as seldom as the others. */
    private const LIMIT = 'raw-same';
    private const ROUNDS = [0 => 200, 20 => 40, 80 => 25];
    private const ROUNDS_WITH_SYSTEM_CAS = 40;
    private const WARM_UP = 3;

    private readonly FastCgi $fpm;
    private int $number = 0;

    public function __construct(private readonly Bench $bench)
    {
        $this->fpm = new FastCgi($bench->servers->startFpm('calls', $bench->tools->iniFile(true)));
    }

    /** @return array<int|string, array<string, array{call: array, request?: array}>> round trip => peer => what was measured */
    public function measure(): array
    {
        $results = [];
        foreach (self::ROUNDS as $distance => $rounds) {
            Bench::say("a: one call per FPM request, $distance ms away");
            $results[$distance] = $this->measureAt($distance, $rounds, $this->bench->servers->caFile);
        }
        Bench::say("a: one call per FPM request, with the system's CAs");
        $results['system CAs'] = $this->measureAt(0, self::ROUNDS_WITH_SYSTEM_CAS, $this->bench->servers->allCaFile);
        return $results;
    }

    private function measureAt(int $distance, int $rounds, string $caFile): array
    {
        $limit = $this->bench->worker(self::LIMIT, $distance);
        $peers = [...$this->bench->available(...self::PEERS), self::LIMIT];
        $samples = [];
        for ($round = -self::WARM_UP; $round < $rounds; $round++) {
            foreach (Bench::shuffled($peers) as $peer) {
                $times = $peer === self::LIMIT ? ['call' => $limit->ask('calls 1')[0]] : $this->request($peer, $distance, $caFile);
                foreach ($round >= 0 ? $times : [] as $kind => $time) {
                    $samples[$peer][$kind][] = $time;
                }
            }
        }
        return array_map(static fn (string $peer): array => array_map(Statistics::summary(...), $samples[$peer]), array_combine($peers, $peers));
    }

    /** @return array{call: float, request: float} microseconds of the call, and of the whole request */
    private function request(string $peer, int $distance, string $caFile): array
    {
        $query = http_build_query(['peer' => $peer, 'base' => $this->bench->servers->bases[$distance],
            'ca' => $caFile, 'id' => sprintf('%024u', $this->number++)]);
        $start = hrtime(true);
        $output = $this->fpm->request(dirname(__DIR__) . '/fpm.php', $query);
        $request = (hrtime(true) - $start) / 1e3;
        $response = json_decode(substr($output, strpos($output, "\r\n\r\n") + 4), true);
        if (($response['status'] ?? null) !== 'CardStored') {
            throw new RuntimeException("$peer failed under php-fpm: $output");
        }
        return ['call' => (float) $response['microseconds'], 'request' => $request];
    }
}
