<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics;

use Closure;
use Cotp\Ledger\Ledger;
use CotpAttempt;
use CotpCallback;
use CotpCallbackException;
use Throwable;

/**
 * Counts attempts and callbacks of all processes of a machine in a file, and writes them and the figures of the ledger in
 * the text format of Prometheus. The names are those that OpenTelemetry's translation gives to OpenTelemetryMetrics.
 */
final class PrometheusMetrics
{
    public const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
    private const ATTEMPTS = 'cotp_attempts_total';
    private const CALLBACKS = 'cotp_callbacks_total';
    private const DURATION = 'cotp_attempt_duration_seconds';
    /** Labels::SECONDS as labels: the text of a float depends on php.ini. */
    private const BOUNDS = ['0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10'];

    private readonly CounterFile $counters;
    /** @var (Closure(): LedgerTotals)|null */
    private ?Closure $ledger = null;

    /**
     * @param string $file an SQLite file that all processes may write, in a folder that they alone may write, such as one in
     *     /run. It is created
     * @param Closure(Throwable): void $onFailure receives what reading and writing have thrown, for your log: a metric must
     *     not end a call
     */
    public function __construct(string $file, private readonly Closure $onFailure)
    {
        $this->counters = new CounterFile($file);
    }

    /**
     * Returns the observer for CotpRequest.
     *
     * @return Closure(CotpAttempt): void
     */
    public function observer(): Closure
    {
        return function (CotpAttempt $attempt): void {
            $bounds = array_filter(self::BOUNDS, static fn (string $bound): bool => $attempt->total <= (float) $bound);
            $labels = Labels::ofDuration($attempt);
            $this->add(
                [self::ATTEMPTS, self::labels(Labels::ofAttempt($attempt)), 1.0],
                [self::DURATION . '_sum', self::labels($labels), $attempt->total],
                // One row for each attempt: text() adds up the buckets.
                [self::DURATION . '_bucket', self::labels($labels + ['le' => reset($bounds) ?: '+Inf']), 1.0],
            );
        };
    }

    /** Counts a verified callback. Call it after it was stored. */
    public function callbackAccepted(CotpCallback $callback): void
    {
        $this->add([self::CALLBACKS, self::labels(Labels::ofAccepted($callback)), 1.0]);
    }

    /** Counts a callback that the verifier has rejected: with its exception, or the reason in it. */
    public function callbackRejected(CotpCallbackException|string $rejected): void
    {
        $this->add([self::CALLBACKS, self::labels(Labels::ofRejected($rejected)), 1.0]);
    }

    /**
     * Adds the figures of the ledger to text(): all of these accounts together. If the ledger cannot be read, they are left
     * out: alert on the absence too.
     */
    public function observeLedger(Ledger $ledger, string $account = 'default', string ...$accounts): void
    {
        $this->ledger = static fn (): LedgerTotals => LedgerTotals::of($ledger, [$account, ...array_values($accounts)]);
    }

    /** Returns all metrics for a page that Prometheus reads, or for a file of node_exporter's textfile collector. */
    public function text(): string
    {
        $counters = $this->try(fn (): array => $this->counters->all());
        $isUsable = $counters !== null;
        $counters ??= [];
        $totals = $this->ledger === null ? null : $this->try($this->ledger);
        $text = self::family('cotp_metrics_usable', 'gauge', 'Whether the file of the counters can be read and written', ['' => (int) $isUsable])
            . self::family(self::ATTEMPTS, 'counter', 'HTTP attempts of CotpRequest', $counters[self::ATTEMPTS] ?? [])
            . self::histogram($counters)
            . self::family(self::CALLBACKS, 'counter', 'Callbacks that were received, by the result of their verification', $counters[self::CALLBACKS] ?? []);
        return $totals === null ? $text : $text
            . self::family('cotp_ledger_open', 'gauge', 'Questions whose link is open', ['' => $totals->open])
            . self::family('cotp_ledger_unknown', 'gauge', 'Questions whose outcome is unknown', ['' => $totals->unknown])
            . self::family('cotp_ledger_unknown_oldest_age_seconds', 'gauge', 'How long ago the oldest question whose outcome is unknown was asked', ['' => $totals->oldestUnknownAge]);
    }

    /** @param array{string, string, float} ...$additions */
    private function add(array ...$additions): void
    {
        $this->try(function () use ($additions): null {
            $this->counters->add(array_values($additions));
            return null;
        });
    }

    /**
     * @template T
     * @param Closure(): T $work
     * @return T|null null if it fails
     */
    private function try(Closure $work): mixed
    {
        try {
            return $work();
        } catch (Throwable $fault) {
            ($this->onFailure)($fault);
            return null;
        }
    }

    /** @param array<string, array<string, float>> $counters */
    private static function histogram(array $counters): string
    {
        $lines = [];
        foreach ($counters[self::DURATION . '_sum'] ?? [] as $labels => $sum) {
            $count = 0.0;
            foreach ([...self::BOUNDS, '+Inf'] as $bound) {
                $bucket = "$labels,le=\"$bound\"";
                $count += $counters[self::DURATION . '_bucket'][$bucket] ?? 0.0;
                $lines["_bucket{{$bucket}}"] = $count;
            }
            $lines["_sum{{$labels}}"] = $sum;
            $lines["_count{{$labels}}"] = $count;
        }
        return self::head(self::DURATION, 'histogram', 'Duration of HTTP attempts', $lines !== [])
            . implode(array_map(static fn (string $line, float $value): string => self::DURATION . $line . self::number($value), array_keys($lines), $lines));
    }

    /** @param array<string, float|int> $values by labels */
    private static function family(string $name, string $type, string $help, array $values): string
    {
        $text = self::head($name, $type, $help, $values !== []);
        foreach ($values as $labels => $value) {
            $text .= $name . ($labels === '' ? '' : "{{$labels}}") . self::number($value);
        }
        return $text;
    }

    /** Returns the end of a line. The text of a float depends on php.ini. */
    private static function number(float|int $value): string
    {
        return ' ' . rtrim(rtrim(sprintf('%.6F', $value), '0'), '.') . "\n";
    }

    private static function head(string $name, string $type, string $help, bool $isNeeded): string
    {
        return $isNeeded ? "# HELP $name $help\n# TYPE $name $type\n" : '';
    }

    /** @param array<string, string|int|bool> $labels */
    private static function labels(array $labels): string
    {
        $texts = array_map(static fn (string|int|bool $value): string => addcslashes(is_bool($value) ? ($value ? 'true' : 'false') : (string) $value, "\\\"\n"), $labels);
        return implode(',', array_map(static fn (string $name, string $text): string => strtr($name, '.', '_') . "=\"$text\"", array_keys($texts), $texts));
    }
}
