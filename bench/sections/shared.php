<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

require_once dirname(__DIR__, 2) . '/tests/egress/lib/Egress.php';
require_once dirname(__DIR__, 2) . '/tests/egress/lib/EgressVariants.php';

/**
 * Twenty workers of PHP-FPM that call once a minute each, at random: with connections of their own, and through an egress
 * proxy. All times but the round trip are divided by COTP_BENCH_SCALE.
 */
final class Shared
{
    public const WORKERS = 20;
    public const CALLS = 200;
    public const DISTANCE = 40;
    public const NAMES = ['direct' => 'cotp, a connection for each worker', 'nginx' => 'cotp through nginx', 'haproxy' => 'cotp through HAProxy'];
    private const SCALE = 2;   // with more, calls overlap more often than in reality, because R is not divided
    private const SECONDS_PER_CALL = 60;
    private const POOL_IDLE = 30;       // the default
    private const SERVICE_IDLE = 60;
    private const WARM_UP = 25;         // the first call of each worker is measured in Cold

    private readonly int $scale;

    public function __construct(private readonly Bench $bench)
    {
        $this->scale = (int) (getenv('COTP_BENCH_SCALE') ?: self::SCALE);
    }

    /** @return array{scale: int, calls: array<string, list<float>>} way => microseconds of each call */
    public function measure(): array
    {
        $servers = $this->bench->servers;
        $service = $servers->startChained(intdiv(self::SERVICE_IDLE, $this->scale));
        $port = (int) $servers->startRelay(self::DISTANCE, $service)->readLine();
        $mean = self::SECONDS_PER_CALL * 1000 / self::WORKERS / $this->scale;
        Bench::say(sprintf('shared: %d calls for each way, one each %.1f s', self::CALLS, $mean / 1000));
        $proxies = ['nginx' => $this->proxy('nginx', $port, ['keepalive_timeout 50s' => 'keepalive_timeout ' . intdiv(50, $this->scale) . 's']),
            'haproxy' => $this->proxy('haproxy', $port, ['pool-purge-delay 15s' => 'pool-purge-delay ' . intdiv(15, $this->scale) . 's'])];
        $queries = ['direct' => ['base' => "https://localhost:$port/api"]]
            + array_map(static fn (Egress $proxy): array => ['base' => $proxy->base(), 'socket' => $proxy->socket], $proxies);
        $drivers = [];
        foreach ($queries as $way => $query) {
            $ini = $this->bench->tools->iniFile(true, ['cotp.pool_idle=' . intdiv(self::POOL_IDLE, $this->scale)]);
            $socket = $servers->startFpm("shared-$way", $ini, children: self::WORKERS);
            $drivers[$way] = new Process([PHP_BINARY, dirname(__DIR__) . '/arrivals.php', $socket, http_build_query(['peer' => 'cotp'] + $query),
                (string) (self::CALLS + self::WARM_UP), (string) $mean, (string) (1 + count($drivers))], "{$this->bench->directory}/errors.log");
        }
        $calls = array_map(static fn (Process $driver): array => json_decode($driver->readLine(), true), $drivers);
        foreach ($calls as $way => $result) {
            if (count($result['microseconds']) !== self::CALLS + self::WARM_UP) {
                throw new RuntimeException("$way: $result[failed] calls failed, " . count($result['microseconds']) . ' succeeded');
            }
        }
        return ['scale' => $this->scale, 'calls' => array_map(static fn (array $result): array => array_slice($result['microseconds'], self::WARM_UP), $calls)];
    }

    /** @param array<string, string> $changes */
    private function proxy(string $program, int $port, array $changes): Egress
    {
        return EgressVariants::start($program, EgressVariants::PUBLISHED, "127.0.0.1:$port", null, $changes);
    }

    /** @param list<float> $calls microseconds; the share within a quarter more than one round trip */
    public static function shareInOneRoundTrip(array $calls): float
    {
        return count(array_filter($calls, static fn (float $call): bool => $call <= 1.25e3 * self::DISTANCE)) / count($calls);
    }
}
