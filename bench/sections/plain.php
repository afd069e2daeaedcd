<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** The polyfill beside the other clients in PHP, 0 ms away, in a PHP without the extension. */
final class PlainPhp
{
    private const PEERS = ['polyfill', 'guzzle', 'symfony', 'curl-fresh'];
    private const ROUNDS = 200;
    private const BATCH_ROUNDS = 40;
    private const SENDS = 10;
    private const WARM_UP = 5;

    private readonly FastCgi $fpm;
    private int $number = 0;

    public function __construct(private readonly Bench $bench)
    {
        $this->fpm = new FastCgi($bench->servers->startFpm('plain', $bench->tools->iniFile(false)));
    }

    /** @return array<string, array<string, array>> kind of call => peer => microseconds */
    public function measure(): array
    {
        Bench::say('plain: one call per FPM request, 0 ms away');
        $samples = array_fill_keys(self::PEERS, []);
        for ($round = -self::WARM_UP; $round < self::ROUNDS; $round++) {
            foreach (Bench::shuffled(self::PEERS) as $peer) {
                $time = $this->request($peer);
                $round < 0 or $samples[$peer][] = $time;
            }
        }
        Bench::say('plain: one send after the other in a long-running process, 0 ms away');
        $workers = [];
        foreach (self::PEERS as $peer) {
            $workers[$peer] = $this->bench->worker($peer, 0);
            $workers[$peer]->ask('sends ' . self::SENDS . ' 1');
        }
        $sends = Bench::interleave($workers, self::BATCH_ROUNDS, static fn (Worker $worker): array => $worker->ask('sends ' . self::SENDS . ' 1'));
        $results = ['a retrieve in each page' => $samples, self::SENDS . ' sends in a row' => $sends];
        $results = array_map(static fn (array $kind): array => array_map(Statistics::summary(...), $kind), $results);
        array_walk($results, self::print(...));
        return $results;
    }

    /** @return float microseconds of the call */
    private function request(string $peer): float
    {
        $query = http_build_query(['peer' => $peer, 'base' => $this->bench->servers->bases[0], 'ca' => $this->bench->servers->caFile,
            'id' => sprintf('%024u', $this->number++)]);
        $output = $this->fpm->request(dirname(__DIR__) . '/fpm.php', $query);
        $response = json_decode(substr($output, (int) strpos($output, "\r\n\r\n") + 4), true);
        if (($response['status'] ?? null) !== 'CardStored') {
            throw new RuntimeException("$peer failed under php-fpm: $output");
        }
        return (float) $response['microseconds'];
    }

    /** @param array<string, array> $peers */
    private static function print(array $peers, string $kind): void
    {
        echo "$kind, median (quartiles), and its ratio to Guzzle's:\n";
        foreach ($peers as $peer => ['median' => $median, 'low' => $low, 'high' => $high]) {
            printf("  %-22s %7.2f ms (%.2f-%.2f)  %.2f\n", Bench::NAMES[$peer], $median / 1e3, $low / 1e3, $high / 1e3, $median / $peers['guzzle']['median']);
        }
    }
}
