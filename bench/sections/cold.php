<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** As users run it: the system's CAs, PHP-FPM, one call per page; the first call of a worker, a later cold one, and a warm one. */
final class Cold
{
    public const PEERS = ['cotp', 'curl-fresh', 'guzzle', 'symfony', 'pecl', 'pecl-persistent', 'share'];
    /** Kept connections of these peers outlive the page, but not cotp's pool_idle of 1 s in this section. */
    public const PERSISTENT = ['pecl-persistent', 'share'];
    public const KINDS = ['first' => 'first call of a worker', 'later' => 'later call, the connection is older than `pool_idle`', 'warm' => 'warm call'];
    public const DISTANCES = [0, 40];
    /** In one process, the second call of the others is warm: they keep their connections within a page. */
    private const COLD_AGAIN = ['cotp', 'curl-fresh'];
    private const COUNTED = ['cotp', 'curl-fresh', 'guzzle', 'symfony'];
    private const ROUNDS = ['first' => [0 => 25, 40 => 8], 'later' => [0 => 12, 40 => 6], 'warm' => [0 => 100, 40 => 10]];
    private const WARM_UP = 2;
    private const POOL_IDLE = ['cotp.pool_idle=1'];
    private const PAUSE = 2.1; // libcurl counts whole seconds

    /** @var array<string, FastCgi> by kind */
    private array $fpm = [];
    /** @var array<int, string> by distance */
    private array $bases = [];
    private readonly Process $counter;
    private readonly string $counted;
    private int $number = 0;

    public function __construct(private readonly Bench $bench)
    {
        $servers = $bench->servers;
        $usual = $bench->tools->iniFile(true);
        $this->fpm = [
            'first' => new FastCgi($servers->startFpm('first', $usual, requests: 1)),
            'later' => new FastCgi($servers->startFpm('later', $bench->tools->iniFile(true, self::POOL_IDLE))),
            'warm' => new FastCgi($servers->startFpm('warm', $usual)),
        ];
        $port = $servers->startChained();
        foreach (self::DISTANCES as $distance) {
            $at = $distance > 0 ? (int) $servers->startRelay($distance, $port)->readLine() : $port;
            $this->bases[$distance] = "https://localhost:$at/api";
        }
        $this->counter = $servers->startRelay(0, $port);
        $this->counted = 'https://localhost:' . (int) $this->counter->readLine() . '/api';
    }

    /** @return array{times: array, bytes: array, instructions: array} by kind, then distance (times alone), then peer */
    public function measure(): array
    {
        $times = $bytes = [];
        foreach (array_keys(self::KINDS) as $kind) {
            foreach ($this->bases as $distance => $base) {
                Bench::say("cold: " . self::KINDS[$kind] . ", $distance ms away");
                $times[$kind][$distance] = $this->times($kind, $base, self::ROUNDS[$kind][$distance]);
            }
            $bytes[$kind] = $this->bytes($kind);
        }
        return ['times' => $times, 'bytes' => $bytes, 'instructions' => $this->instructions()];
    }

    /** @return list<string> */
    private function peers(string $kind): array
    {
        $peers = $this->bench->available(...self::PEERS);
        return $kind === 'later' ? array_values(array_diff($peers, self::PERSISTENT)) : $peers;
    }

    /** @return array<string, array{call: array, processor: array}> */
    private function times(string $kind, string $base, int $rounds): array
    {
        $samples = [];
        $peers = $this->peers($kind);
        for ($round = -self::WARM_UP; $round < $rounds; $round++) {
            foreach (Bench::shuffled($peers) as $peer) {
                foreach ($this->request($kind, $peer, $base) as $what => $value) {
                    $samples[$peer][$what][] = $value;
                }
            }
            if ($kind === 'later') {
                usleep((int) (self::PAUSE * 1e6));
            }
        }
        $measured = static fn (array $values): array => Statistics::summary(array_slice($values, self::WARM_UP));
        return array_map(static fn (string $peer): array => array_map($measured, $samples[$peer]), array_combine($peers, $peers));
    }

    /** @return array{call: float, processor: float} microseconds */
    private function request(string $kind, string $peer, string $base): array
    {
        $output = $this->fpm[$kind]->request(dirname(__DIR__) . '/fpm.php', http_build_query(['peer' => $peer, 'base' => $base, 'id' => sprintf('%024u', $this->number++)]));
        $response = json_decode(substr($output, strpos($output, "\r\n\r\n") + 4), true);
        if (($response['status'] ?? null) !== 'CardStored') {
            throw new RuntimeException("$peer failed under php-fpm: $output");
        }
        return ['call' => (float) $response['microseconds'], 'processor' => (float) $response['processor']];
    }

    /** @return array<string, int> bytes that TCP carries in both directions, for each peer */
    private function bytes(string $kind): array
    {
        $bytes = [];
        foreach ($this->peers($kind) as $peer) {
            $this->request($kind, $peer, $this->counted);
            if ($kind === 'later') {
                usleep((int) (self::PAUSE * 1e6));
                $this->request($kind, $peer, $this->counted); // closes what is too old
                usleep((int) (self::PAUSE * 1e6));
            }
            $before = $this->settledBytes();
            $this->request($kind, $peer, $this->counted);
            $bytes[$peer] = $this->settledBytes() - $before;
        }
        return $bytes;
    }

    /** The bytes so far, when no more come. */
    private function settledBytes(): int
    {
        $sum = -1;
        do {
            [$before, $sum] = [$sum, $this->relayedBytes()];
            usleep(100_000);
        } while ($sum !== $before);
        return $sum;
    }

    private function relayedBytes(): int
    {
        $this->counter->write("\n");
        return (int) array_sum(explode(' ', trim($this->counter->readLine())));
    }

    /** @return array<string, array<string, int>> kind => peer => instructions in user space */
    private function instructions(): array
    {
        $results = [];
        $pause = (int) (self::PAUSE * 1000);
        foreach (self::COUNTED as $peer) {
            Bench::say("cold: instructions, $peer");
            $this->count($peer, "apart 1 $pause"); // fills opcache's files
            $counts = array_map(fn (string $command): int => $this->count($peer, $command), ['none' => 'apart 0 0', 'one' => "apart 1 $pause", 'two' => "apart 2 $pause"]);
            $results['first'][$peer] = $counts['one'] - $counts['none'];
            if (in_array($peer, self::COLD_AGAIN, true)) {
                $results['later'][$peer] = $counts['two'] - $counts['one'];
            }
        }
        return $results;
    }

    private function count(string $peer, string $command): int
    {
        $log = "{$this->bench->directory}/callgrind.log";
        $settings = ['opcache.file_cache=' . $this->bench->directory, 'opcache.file_cache_only=1', ...self::POOL_IDLE];
        $worker = $this->bench->tools->workerCommand($peer, $this->bases[0], null, $settings);
        $process = new Process(['valgrind', '--tool=callgrind', "--callgrind-out-file={$this->bench->directory}/callgrind.out", "--log-file=$log", ...$worker], "{$this->bench->directory}/errors.log");
        $process->write("$command\n");
        $process->readLine();
        $process->finish();
        preg_match('/Collected : (\d+)/', file_get_contents($log), $match) ?: throw new RuntimeException("callgrind counted nothing for $peer");
        return (int) $match[1];
    }
}
