<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics\Tests;

use Cotp\Ledger\Tests\lib\Php;
use Cotp\Ledger\Tests\lib\Program;
use Cotp\Ledger\Tests\lib\Wait;
use Cotp\Metrics\PrometheusMetrics;
use CotpCallbackException;
use PHPUnit\Framework\TestCase;
use RuntimeException;
use Throwable;

/** A real Prometheus with the alert rules reads the page of a site. */
final class PrometheusServerTest extends TestCase
{
    private const PAGE = <<<'PHP'
        <?php
        require '%s/vendor/autoload.php';
        header('Content-Type: ' . Cotp\Metrics\PrometheusMetrics::CONTENT_TYPE);
        echo (new Cotp\Metrics\PrometheusMetrics(__DIR__ . '/metrics.db', static fn (Throwable $fault) => throw $fault))->text();
        PHP;
    private string $folder;
    /** @var resource|null */
    private $prometheus = null;

    protected function setUp(): void
    {
        $this->folder = sys_get_temp_dir() . '/cotp-prometheus-' . bin2hex(random_bytes(6));
        mkdir($this->folder);
    }

    protected function tearDown(): void
    {
        if ($this->prometheus !== null) {
            proc_terminate($this->prometheus);
            proc_close($this->prometheus);
        }
        exec('rm -rf --one-file-system ' . escapeshellarg($this->folder));
    }

    public function test_prometheus_reads_the_page_and_its_rules_fire(): void
    {
        $metrics = new PrometheusMetrics("$this->folder/metrics.db", static fn (Throwable $fault) => throw $fault);
        $metrics->observer()(Samples::attempt(status: 201, total: 0.2));
        $metrics->observer()(Samples::attempt(status: 401, error: 'CotpAuthenticationException'));
        $metrics->callbackRejected(new CotpCallbackException('', 'expired'));
        file_put_contents("$this->folder/metrics.php", sprintf(self::PAGE, dirname(__DIR__)));
        $site = new Program([...Php::command(), '-S', '127.0.0.1:0', '-t', $this->folder]);
        $api = $this->startPrometheus((string) parse_url($site->url, PHP_URL_HOST) . ':' . parse_url($site->url, PHP_URL_PORT));

        $attempts = Wait::until(fn (): ?array => self::values("$api/query?query=" . rawurlencode('sum by (http_response_status_code) (cotp_attempts_total)')), 'the attempts appear');
        ksort($attempts);
        self::assertSame([201 => '1', 401 => '1'], $attempts);
        self::assertSame(['' => '2'], self::values("$api/query?query=" . rawurlencode('sum(cotp_attempt_duration_seconds_count)')));
        self::assertSame(['' => '0.25'], self::values("$api/query?query=" . rawurlencode('ceil(20 * histogram_quantile(1, sum by (le) (cotp_attempt_duration_seconds_bucket{cotp_outcome="Answered"}))) / 20')));

        $rules = Wait::until(static function () use ($api): ?array {
            $rules = self::rules("$api/rules");
            return in_array('unknown', $rules, true) || ($rules['CotpKeyRejected'] ?? '') !== 'firing' ? null : $rules;
        }, 'every rule is evaluated, and that about the key fires');
        self::assertSame([
            'CotpUnknownOutcome' => 'inactive', 'CotpLedgerNotObserved' => 'pending', 'CotpMetricsNotCounted' => 'inactive', 'CotpCallbacksSilent' => 'inactive', 'CotpCallbacksRejected' => 'inactive',
            'CotpKeyRejected' => 'firing', 'CotpServiceFailing' => 'inactive',
        ], $rules);
    }

    /** Returns the address of its API. */
    private function startPrometheus(string $target): string
    {
        file_put_contents("$this->folder/prometheus.yml", json_encode([
            'global' => ['scrape_interval' => '1s', 'evaluation_interval' => '1s'],
            'rule_files' => [dirname(__DIR__) . '/alerts.yaml'],
            'scrape_configs' => [['job_name' => 'site', 'metrics_path' => '/metrics.php', 'static_configs' => [['targets' => [$target]]]]],
        ], JSON_UNESCAPED_SLASHES));
        $command = ['setpriv', '--pdeathsig=TERM', 'prometheus', "--config.file=$this->folder/prometheus.yml", "--storage.tsdb.path=$this->folder/data", '--web.listen-address=127.0.0.1:0'];
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['file', "$this->folder/log", 'w'], ['file', "$this->folder/log", 'a']], $pipes);
        $this->prometheus = is_resource($process) ? $process : throw new RuntimeException('Prometheus does not start.');
        $port = Wait::until(function () use ($process): ?int {
            $status = proc_get_status($process);
            return $status['running'] ? self::port($status['pid']) : throw new RuntimeException('Prometheus ended: ' . file_get_contents("$this->folder/log"));
        }, 'Prometheus listens');
        return "http://127.0.0.1:$port/api/v1";
    }

    /** Returns the port on which a process listens: it does not tell which one it got. */
    private static function port(int $process): ?int
    {
        $sockets = array_map(static fn (string $file): string => (string) @readlink($file), glob("/proc/$process/fd/*") ?: []);
        foreach (file("/proc/$process/net/tcp") ?: [] as $line) {
            $columns = preg_split('~\s+~', trim($line)) ?: [];
            if (($columns[3] ?? '') === '0A' && in_array('socket:[' . ($columns[9] ?? '') . ']', $sockets, true)) {
                return (int) hexdec(explode(':', $columns[1])[1] ?? '');
            }
        }
        return null;
    }

    /** @return array<string, string>|null values by status code, or null if there are none yet */
    private static function values(string $url): ?array
    {
        $values = [];
        foreach (self::list($url, 'result') as $row) {
            /** @var array{metric: array<string, string>, value: array{float, string}} $row */
            $values[$row['metric']['http_response_status_code'] ?? ''] = $row['value'][1];
        }
        return $values === [] ? null : $values;
    }

    /** @return array<string, string> the states of the alerts, or their health if that is not "ok" */
    private static function rules(string $url): array
    {
        $states = [];
        /** @var list<array{rules: list<array{name: string, health: string, state: string}>}> $groups */
        $groups = self::list($url, 'groups');
        foreach ($groups[0]['rules'] ?? [] as $rule) {
            $states[$rule['name']] = $rule['health'] === 'ok' ? $rule['state'] : $rule['health'];
        }
        return $states;
    }

    /** @return list<array<string, mixed>> */
    private static function list(string $url, string $name): array
    {
        $response = json_decode((string) @file_get_contents($url), true);
        $list = is_array($response) && is_array($response['data'] ?? null) ? $response['data'][$name] ?? [] : [];
        /** @var list<array<string, mixed>> */
        return $list;
    }
}
