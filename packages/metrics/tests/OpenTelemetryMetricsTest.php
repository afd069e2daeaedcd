<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics\Tests;

use Cotp\Ledger\Account;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Schema;
use Cotp\Ledger\Sender;
use Cotp\Ledger\Settings;
use Cotp\Metrics\OpenTelemetryMetrics;
use CotpCallback;
use CotpCallbackException;
use CotpCallbackVerifier;
use CotpForm;
use CotpOutcome;
use CotpOutcomeUnknownException;
use CotpRequest;
use CotpState;
use CotpStatus;
use OpenTelemetry\SDK\Metrics\Data\Histogram;
use OpenTelemetry\SDK\Metrics\Data\HistogramDataPoint;
use OpenTelemetry\SDK\Metrics\Data\NumberDataPoint;
use OpenTelemetry\SDK\Metrics\MeterProvider;
use OpenTelemetry\SDK\Metrics\MeterProviderInterface;
use OpenTelemetry\SDK\Metrics\MetricExporter\InMemoryExporter;
use OpenTelemetry\SDK\Metrics\MetricReader\ExportingReader;
use PDO;
use PHPUnit\Framework\TestCase;
use Throwable;

final class OpenTelemetryMetricsTest extends TestCase
{
    private InMemoryExporter $exporter;
    private MeterProviderInterface $provider;
    private OpenTelemetryMetrics $metrics;
    private CotpOutcomeUnknownException|string $reply = 'request-1';

    protected function setUp(): void
    {
        $this->exporter = new InMemoryExporter();
        $this->provider = MeterProvider::builder()->addReader(new ExportingReader($this->exporter))->build();
        $this->metrics = new OpenTelemetryMetrics($this->provider->getMeter('cotp'));
    }

    public function test_attempts_are_counted_by_what_happened(): void
    {
        $observe = $this->metrics->observer();
        $observe(Samples::attempt(status: 201, total: 0.2));
        $observe(Samples::attempt(status: 201, total: 0.4));
        $observe(Samples::attempt(status: 0, total: 10.0, outcome: CotpOutcome::Unknown, error: 'CotpTimeoutException'));
        $observe(Samples::attempt(operation: 'retention.set', status: 503, total: 0.1, number: 2, error: 'CotpServerException', reused: true));
        self::assertSame([
            'cotp.connection.reused=false cotp.operation=send cotp.outcome=Answered cotp.retry=false http.response.status_code=201' => 2,
            'cotp.connection.reused=false cotp.operation=send cotp.outcome=Unknown cotp.retry=false error.type=CotpTimeoutException' => 1,
            'cotp.connection.reused=true cotp.operation=retention.set cotp.outcome=Answered cotp.retry=true error.type=CotpServerException http.response.status_code=503' => 1,
        ], $this->numbers()['cotp.attempts']);
    }

    public function test_durations_are_a_histogram_in_seconds(): void
    {
        $this->metrics->observer()(Samples::attempt(status: 201, total: 0.2));
        $this->metrics->observer()(Samples::attempt(status: 201, total: 4.0));
        $this->provider->forceFlush();
        foreach ($this->exporter->collect() as $metric) {
            if ($metric->data instanceof Histogram) {
                self::assertSame(['cotp.attempt.duration', 's'], [$metric->name, $metric->unit]);
                $points = [...$metric->data->dataPoints];
                self::assertCount(1, $points);
                self::assertInstanceOf(HistogramDataPoint::class, $points[0]);
                self::assertSame([2, 4.2], [$points[0]->count, $points[0]->sum]);
                self::assertSame([0, 0, 1, 0, 0, 0, 1, 0, 0], $points[0]->bucketCounts);
                return;
            }
        }
        self::fail('There is no histogram.');
    }

    public function test_attributes_contain_no_id_path_address_or_host(): void
    {
        $secret = '~abc123|4711|guest|example|/|@|token~i';
        $observe = $this->metrics->observer();
        $observe(Samples::attempt(operation: 'guest@example.com', status: 99, error: 'class@anonymous' . "\0" . '/srv/site/guest.php:3$0'));
        $observe(Samples::attempt(operation: 'send/abc123', status: 4711, error: 'tok-token'));
        $this->metrics->callbackRejected(new CotpCallbackException('', 'guest@example.com'));
        $numbers = $this->numbers();
        self::assertSame(
            ['cotp.connection.reused=false cotp.operation=other cotp.outcome=Answered cotp.retry=false error.type=other' => 2], $numbers['cotp.attempts'],
        );
        self::assertSame(['cotp.callback.result=other' => 1], $numbers['cotp.callbacks']);
        self::assertDoesNotMatchRegularExpression($secret, implode(array_keys($numbers['cotp.attempts'])));
    }

    public function test_callbacks_are_counted_by_result(): void
    {
        $this->metrics->callbackAccepted(new CotpCallback('booking-4711', 'abc123', CotpStatus::CardStored, 'CardStored', '2026-11-29T12:00:00'));
        $this->metrics->callbackRejected(new CotpCallbackException('', 'bad_signature'));
        $this->metrics->callbackRejected('bad_signature');
        self::assertSame(
            ['cotp.callback.result=accepted cotp.callback.status=CardStored' => 1, 'cotp.callback.result=bad_signature' => 2],
            $this->numbers()['cotp.callbacks'],
        );
    }

    public function test_pool_of_the_process_is_observed(): void
    {
        $this->metrics->observePool();
        $pool = CotpRequest::pool();
        $numbers = $this->numbers();
        foreach (['connections', 'hits', 'misses'] as $name) {
            self::assertSame(['' => $pool[$name]], $numbers["cotp.pool.$name"]);
        }
    }

    public function test_ledger_is_observed(): void
    {
        $ledger = $this->ledger(new PDO('sqlite::memory:'));
        $this->metrics->observeLedger($ledger, static fn (Throwable $fault) => throw $fault);
        self::assertSame([['' => 0], ['' => 0], ['' => 0]], $this->ledgerNumbers());
        $ledger->ask('open', self::form());
        $this->reply = 'request-2';
        $ledger->ask('open-too', self::form());
        $this->reply = new CotpOutcomeUnknownException('');
        try {
            $ledger->ask('lost', self::form());
            self::fail('Nothing was thrown.');
        } catch (CotpOutcomeUnknownException) {
        }
        [$open, $unknown, $age] = $this->ledgerNumbers();
        self::assertSame([['' => 2], ['' => 1]], [$open, $unknown]);
        self::assertLessThan(600, $age['']);
    }

    public function test_broken_ledger_is_absent_and_reported_and_silences_nothing(): void
    {
        $pdo = new PDO('sqlite::memory:');
        $faults = [];
        $this->metrics->observeLedger($this->ledger($pdo), function (Throwable $fault) use (&$faults): void { $faults[] = $fault; });
        $this->metrics->observer()(Samples::attempt(status: 201));
        $pdo->exec('DROP TABLE cotp_ledger_question');
        $numbers = $this->numbers();
        self::assertCount(1, $faults);
        self::assertSame([], $numbers['cotp.ledger.unknown'] ?? []);
        self::assertCount(1, $numbers['cotp.attempts']);
    }

    public function test_alerts_use_the_names_that_are_exported(): void
    {
        $this->metrics->observer()(Samples::attempt(status: 500, error: 'CotpServerException'));
        $this->metrics->callbackAccepted(new CotpCallback('r', 'i', CotpStatus::CardStored, 'CardStored', 't'));
        $this->metrics->observeLedger($this->ledger(new PDO('sqlite::memory:')), static fn (Throwable $fault) => throw $fault);
        $numbers = $this->numbers();
        $names = ['cotp_attempts_total', 'cotp_callbacks_total', 'cotp_ledger_open', 'cotp_ledger_unknown', 'cotp_ledger_unknown_oldest_age_seconds'];
        $exported = array_map(static fn (string $name): string => str_replace('.', '_', $name), array_keys($numbers));
        self::assertSame([], array_diff(preg_replace('~_(?:total|seconds)$~', '', $names), $exported));
        preg_match_all('~([a-z_.]+)=~', implode(' ', array_keys(array_merge(...array_values($numbers)))), $labels);
        $known = ['cotp_metrics_usable', ...$names, ...array_map(static fn (string $label): string => str_replace('.', '_', $label), $labels[1])];
        $alerts = (string) file_get_contents(dirname(__DIR__) . '/alerts.yaml');
        preg_match_all('~\bcotp_[a-z_]+|[a-z_]+(?=(?:=|!=|=\~)")~', $alerts, $used);
        self::assertGreaterThan(7, count(array_unique($used[0])));
        self::assertSame([], array_values(array_diff(array_unique($used[0]), $known)));
    }

    /** @return array<string, array<string, int|float>> the newest values by metric and attributes */
    private function numbers(): array
    {
        $this->exporter->collect(true);
        $this->provider->forceFlush();
        $numbers = [];
        foreach ($this->exporter->collect() as $metric) {
            $points = $metric->data->dataPoints ?? null;
            foreach (is_iterable($points) ? $points : [] as $point) {
                if ($point instanceof NumberDataPoint) {
                    $attributes = $point->attributes->toArray();
                    ksort($attributes);
                    $texts = array_map(static fn (string $name, mixed $value): string => $name . '=' . (is_string($value) ? $value : json_encode($value)), array_keys($attributes), $attributes);
                    $numbers[$metric->name][implode(' ', $texts)] = $point->value;
                }
            }
        }
        foreach ($numbers as &$values) {
            ksort($values);
        }
        return $numbers;
    }

    /** @return list<array<string, int|float>> */
    private function ledgerNumbers(): array
    {
        $numbers = $this->numbers();
        return [$numbers['cotp.ledger.open'], $numbers['cotp.ledger.unknown'], $numbers['cotp.ledger.unknown.oldest_age']];
    }

    private function ledger(PDO $pdo): Ledger
    {
        Schema::migrate($pdo);
        $sender = self::createStub(Sender::class);
        $sender->method('send')->willReturnCallback(fn (): string => is_string($this->reply) ? $this->reply : throw $this->reply);
        $sender->method('retrieve')->willReturnCallback(static fn (string $id): CotpState => new CotpState($id, CotpStatus::MessageSent, 'MessageSent'));
        $account = new Account($sender, new CotpCallbackVerifier(['k' => str_repeat('k', 32)]), 'https://site.example/cotp');
        return new Ledger($pdo, $account, str_repeat('s', 32), settings: new Settings(checkDurability: false));
    }

    /** @return \Closure(string): CotpForm */
    private static function form(): \Closure
    {
        return static fn (string $url): CotpForm => new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com', callbackUrl: $url);
    }
}
