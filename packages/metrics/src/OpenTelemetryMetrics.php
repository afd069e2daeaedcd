<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics;

use Closure;
use Cotp\Ledger\Ledger;
use CotpAttempt;
use CotpCallback;
use CotpCallbackException;
use CotpRequest;
use OpenTelemetry\API\Metrics\CounterInterface;
use OpenTelemetry\API\Metrics\HistogramInterface;
use OpenTelemetry\API\Metrics\MeterInterface;
use OpenTelemetry\API\Metrics\ObserverInterface;
use Throwable;

/** Counts attempts and callbacks, and observes the pool and the ledger, with a meter of OpenTelemetry. */
final readonly class OpenTelemetryMetrics
{
    private CounterInterface $attempts;
    private HistogramInterface $durations;
    private CounterInterface $callbacks;

    public function __construct(private MeterInterface $meter)
    {
        $this->attempts = $meter->createCounter('cotp.attempts', '{attempt}', 'HTTP attempts of CotpRequest');
        $this->durations = $meter->createHistogram('cotp.attempt.duration', 's', 'Duration of HTTP attempts', ['ExplicitBucketBoundaries' => Labels::SECONDS]);
        $this->callbacks = $meter->createCounter('cotp.callbacks', '{callback}', 'Callbacks that were received, by the result of their verification');
    }

    /**
     * Returns the observer for CotpRequest.
     *
     * @return Closure(CotpAttempt): void
     */
    public function observer(): Closure
    {
        return function (CotpAttempt $attempt): void {
            $this->attempts->add(1, Labels::ofAttempt($attempt));
            $this->durations->record($attempt->total, Labels::ofDuration($attempt));
        };
    }

    /** Counts a verified callback. Call it after it was stored. */
    public function callbackAccepted(CotpCallback $callback): void
    {
        $this->callbacks->add(1, Labels::ofAccepted($callback));
    }

    /** Counts a callback that the verifier has rejected: with its exception, or the reason in it. */
    public function callbackRejected(CotpCallbackException|string $rejected): void
    {
        $this->callbacks->add(1, Labels::ofRejected($rejected));
    }

    /**
     * Observes CotpRequest::pool() of this process. The values are those since its start, so they only make sense if the
     * resource of the meter identifies the process.
     */
    public function observePool(): void
    {
        $this->meter->batchObserve(
            static function (ObserverInterface $connections, ObserverInterface $hits, ObserverInterface $misses): void {
                $pool = CotpRequest::pool();
                $connections->observe($pool['connections']);
                $hits->observe($pool['hits']);
                $misses->observe($pool['misses']);
            },
            $this->meter->createObservableGauge('cotp.pool.connections', '{connection}', 'Open connections of this process'),
            $this->meter->createObservableGauge('cotp.pool.hits', '{request}', 'Requests of this process on open connections'),
            $this->meter->createObservableGauge('cotp.pool.misses', '{request}', 'Requests of this process on new connections'),
        );
    }

    /**
     * Observes the ledger: all of these accounts together. Do it in one process only, such as the one that calls work().
     * If the ledger cannot be read, nothing is observed: alert on the absence too.
     *
     * @param Closure(Throwable): void $onFailure receives what reading the ledger has thrown, for your log
     */
    public function observeLedger(Ledger $ledger, Closure $onFailure, string $account = 'default', string ...$accounts): void
    {
        $accounts = [$account, ...array_values($accounts)];
        $this->meter->batchObserve(
            static function (ObserverInterface $open, ObserverInterface $unknown, ObserverInterface $age) use ($ledger, $onFailure, $accounts): void {
                try {
                    $totals = LedgerTotals::of($ledger, $accounts);
                } catch (Throwable $fault) {
                    $onFailure($fault);
                    return;
                }
                $open->observe($totals->open);
                $unknown->observe($totals->unknown);
                $age->observe($totals->oldestUnknownAge);
            },
            $this->meter->createObservableGauge('cotp.ledger.open', '{question}', 'Questions whose link is open'),
            $this->meter->createObservableGauge('cotp.ledger.unknown', '{question}', 'Questions whose outcome is unknown'),
            $this->meter->createObservableGauge('cotp.ledger.unknown.oldest_age', 's', 'How long ago the oldest question whose outcome is unknown was asked'),
        );
    }
}
