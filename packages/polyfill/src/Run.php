<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use Closure;
use CotpOutcome;
use CurlMultiHandle;
use Iterator;
use Throwable;

/** @internal Starts attempts, waits, reads their ends and retries what may be retried, as in cotp_http.c. */
final class Run
{
    private const SLICE = 0.1; // seconds
    private const MAX_STREAMS = 100;
    private const INTERRUPTED = 'the call was interrupted';
    private const FORKED = 'the process forked during the call, which the parent process continues';

    /** @var list<mixed> what a child inherited in the middle of a call: closing it would end the parent's connections */
    private static array $abandoned = []; // @phpstan-ignore property.onlyWritten

    private readonly CurlMultiHandle $multi;
    private readonly Signals $signals;
    private readonly int $owner;
    /** @var array<int, Active> */
    private array $active = [];
    private int $concurrency;
    private bool $mayShare;
    private bool $isConnected = false;
    private bool $isDraining = false;
    private bool $isForked = false;
    private ?Throwable $interruption = null;

    /**
     * @param Iterator<int|string, Operation> $source
     * @param Closure(int|string, Operation): void $take receives each operation that has finished
     */
    private function __construct(
        #[\SensitiveParameter] private readonly Settings $settings,
        #[\SensitiveParameter] private readonly Iterator $source,
        #[\SensitiveParameter] private readonly Closure $take,
        private readonly int $allowedConcurrency,
        private readonly bool $isSend,
        private readonly string $caller,
    ) {
        $this->multi = curl_multi_init();
        $this->signals = new Signals();
        $this->owner = Process::id();
        $this->mayShare = !$isSend && $settings->http2 && !$settings->isPlainHttp() && $allowedConcurrency > 1;
        $this->concurrency = $this->mayShare ? min($allowedConcurrency, self::MAX_STREAMS) : $allowedConcurrency;
    }

    /** Performs one operation. @param string $caller the public method, for warnings */
    public static function one(#[\SensitiveParameter] Operation $operation, string $caller): void
    {
        $source = new \ArrayIterator([$operation]);
        $run = new self($operation->settings, $source, static function (): void {
        }, 1, !$operation->isRetrySafe, $caller);
        try {
            $run->loop();
            $run->signals->release();
        } catch (Throwable $thrown) {
            $run->endAll();
            throw self::withOutcome($thrown, $operation->failure ?? Outcome::interruptedLate($operation));
        } finally {
            $run->signals->release();
        }
    }

    /**
     * Performs many operations, up to $concurrency at a time. Returns the exception of a signal handler, if one ended the batch, and the
     * failure of the operations that were never started.
     *
     * @param Iterator<int|string, Operation> $source
     * @param Closure(int|string, Operation): void $take
     * @return array{?Throwable, Failure}
     */
    public static function many(
        #[\SensitiveParameter] Settings $settings,
        #[\SensitiveParameter] Iterator $source,
        #[\SensitiveParameter] Closure $take,
        int $concurrency,
        bool $isSend,
        string $caller,
    ): array {
        $run = new self($settings, $source, $take, $concurrency, $isSend, $caller);
        while (!$run->loopOrDrain()) {
        }
        try {
            $run->signals->release();
        } catch (Throwable $thrown) {
            $run->interruption = self::after($thrown, $run->interruption);
        }
        return [$run->interruption, $run->neverStarted()];
    }

    /** Returns whether the run is over. */
    private function loopOrDrain(): bool
    {
        try {
            $this->loop();
            return true;
        } catch (Throwable $thrown) {
            $this->interruption = self::after($thrown, $this->interruption);
            $isOver = $this->isDraining || $this->hasForked();
            $isOver ? $this->endAll() : $this->drain();
            return $isOver;
        }
    }

    /** Appends the failure of the call as the last previous exception: the caller must see whether a link may have been sent. */
    private static function withOutcome(Throwable $thrown, Failure $failure): Throwable
    {
        return self::after($thrown, $failure->exception());
    }

    private static function after(Throwable $thrown, ?Throwable $last): Throwable
    {
        $end = $thrown;
        while ($end->getPrevious() !== null) {
            $end = $end->getPrevious();
        }
        if ($last !== null && $end !== $last) {
            (new \ReflectionProperty($end instanceof \Error ? \Error::class : \Exception::class, 'previous'))->setValue($end, $last);
        }
        return $thrown;
    }

    private function loop(): void
    {
        $this->signals->hold();
        while ($this->active !== [] || $this->hasRoom()) {
            $this->signals->dispatch();
            if ($this->hasForked() || !$this->runSlice()) {
                $this->endAll();
                return;
            }
        }
    }

    /** Returns false if this process is a child that the observer forked. */
    private function runSlice(): bool
    {
        $this->fill();
        $this->startDue();
        if (!$this->perform()) {
            return false;
        }
        if ($this->active !== [] && !$this->hasRoom()) {
            $this->wait();
        }
        return true;
    }

    /** A signal handler or an observer may have forked. The parent continues the call, so the child must not touch the handles. */
    private function hasForked(): bool
    {
        if (!$this->isForked && Process::id() !== $this->owner) {
            $this->isForked = true;
            self::$abandoned[] = [$this->multi, array_column($this->active, 'attempt')];
        }
        return $this->isForked;
    }

    private function hasRoom(): bool
    {
        return !$this->isDraining && count($this->active) < $this->concurrency && $this->source->valid();
    }

    private function fill(): void
    {
        while ($this->hasRoom()) {
            $this->active[] = new Active($this->source->key(), $this->source->current());
            $this->source->next();
        }
    }

    /** The first attempt of a batch goes ahead, which shows whether the others can share its connection. */
    private function mustWait(): bool
    {
        foreach ($this->mayShare && !$this->isConnected ? $this->active : [] as $active) {
            if ($active->isInProgress) {
                $this->isConnected = $active->attempt?->hasSentRequest() === true;
                return !$this->isConnected;
            }
        }
        return false;
    }

    private function startDue(): void
    {
        foreach ($this->active as $active) {
            if ($this->mustWait()) {
                break;
            }
            if (!$active->isInProgress && $active->retry->due <= Clock::now()) {
                $this->start($active);
            }
        }
        $this->giveBackFinished();
    }

    private function start(#[\SensitiveParameter] Active $active): void
    {
        $now = Clock::now();
        if ($active->deadline === 0.0) {
            $active->deadline = $now + $this->settings->timeout;
        } elseif (!$active->retry->isInTime($now, $active->deadline)) {
            $active->isFinished = true; // with the failure of the last attempt
            return;
        }
        $active->attempt = new Attempt($active->operation, $active->deadline, $this->owner, $active->retry->isFresh);
        $active->isInProgress = true;
        curl_multi_add_handle($this->multi, $active->attempt->curl);
    }

    /** Returns false if the observer has forked and this process is the child. */
    private function perform(): bool
    {
        do {
            $code = curl_multi_exec($this->multi, $running);
        } while ($code === CURLM_CALL_MULTI_PERFORM);
        while (($message = curl_multi_info_read($this->multi)) !== false) {
            foreach ($this->active as $active) {
                if ($active->isInProgress && $active->attempt !== null && $active->attempt->curl === $message['handle']) {
                    $this->finishAttempt($active, $active->attempt, is_int($message['result']) ? $message['result'] : 0);
                    break;
                }
            }
            if ($this->hasForked()) {
                return false;
            }
        }
        $this->giveBackFinished();
        return true;
    }

    private function finishAttempt(#[\SensitiveParameter] Active $active, #[\SensitiveParameter] Attempt $attempt, int $code): void
    {
        $attempt->finish($code);
        curl_multi_remove_handle($this->multi, $attempt->curl);
        $active->isInProgress = false;
        $mayRetry = Outcome::decide($active->operation, $attempt);
        $report = Outcome::report($active->operation, $attempt);
        $active->isFinished = !$mayRetry || $this->isDraining || !$active->retry->schedule($attempt, $active->deadline);
        $this->isConnected = true;
        if ($report->protocol !== '' && $report->protocol !== 'HTTP/2') {
            $this->concurrency = $this->allowedConcurrency;
            $this->mayShare = false;
        }
        $this->observe($report);
    }

    private function observe(\CotpAttempt $report): void
    {
        if ($this->settings->observer === null) {
            return;
        }
        $this->signals->allow();
        try {
            ($this->settings->observer)($report);
        } catch (Throwable $thrown) {
            $this->warn('The observer', $thrown);
            try {
                $thrown = null;
            } catch (Throwable) { // @phpstan-ignore catch.neverThrown (its destructor may throw)
            }
        }
        $this->signals->hold();
    }

    private function warn(string $origin, Throwable $thrown): void
    {
        self::warning("$this->caller(): $origin threw ", $thrown);
    }

    /** The caller still gets the result, also if an error handler turns the warning into an exception. */
    public static function warning(string $start, Throwable $thrown): void
    {
        try {
            trigger_error($start . explode("\0", $thrown::class)[0], E_USER_WARNING);
        } catch (Throwable) {
        }
    }

    private function giveBackFinished(): void
    {
        foreach ($this->active as $i => $active) {
            if ($active->isFinished) {
                unset($this->active[$i]);
                ($this->take)($active->key, $active->operation);
            }
        }
    }

    private function wait(): void
    {
        $seconds = self::SLICE;
        $isWaiting = $this->mustWait();
        $inProgress = false;
        foreach ($this->active as $active) {
            $inProgress = $inProgress || $active->isInProgress;
            if (!$active->isInProgress && !$isWaiting) {
                $seconds = min($seconds, max(0.0, $active->retry->due - Clock::now()));
            }
        }
        $start = Clock::now();
        if (!$inProgress || curl_multi_select($this->multi, $seconds) <= 0) {
            // without sockets, libcurl before 7.66 returns at once
            $rest = $inProgress ? min(0.001, $seconds) : $seconds;
            usleep((int) max(0.0, ($rest - (Clock::now() - $start)) * 1e6));
        }
    }

    /** Ends everything except sends that were already sent: only their responses show whether they were processed. */
    private function drain(): void
    {
        $this->isDraining = true;
        foreach ($this->active as $active) {
            $wasSent = Outcome::mayHaveBeenProcessed($active->operation, $active->attempt);
            if (!$active->isFinished && ($active->operation->isRetrySafe || !$wasSent)) {
                $this->end($active);
            }
        }
        $this->giveBackFinished();
    }

    private function end(#[\SensitiveParameter] Active $active): void
    {
        $isForked = $this->hasForked();
        $active->operation->mayHaveBeenProcessed = $active->operation->mayHaveBeenProcessed || $isForked;
        [$domain, $text] = $isForked ? [Domain::Transport, self::FORKED] : [Domain::Interrupted, self::INTERRUPTED];
        Outcome::ended($active->operation, $active->attempt, $domain, $text);
        if ($active->isInProgress && $active->attempt !== null && !$isForked) {
            curl_multi_remove_handle($this->multi, $active->attempt->curl);
        }
        $active->isInProgress = false;
        $active->isFinished = true;
    }

    private function endAll(): void
    {
        foreach ($this->active as $active) {
            if (!$active->isFinished) {
                $this->end($active);
            }
        }
        $this->giveBackFinished();
    }

    /** The failure of operations that were never started. */
    private function neverStarted(): Failure
    {
        if ($this->isForked) {
            $domain = $this->isSend ? Domain::OutcomeUnknown : Domain::Transport;
            return new Failure($domain, self::FORKED, CotpOutcome::Unknown);
        }
        $failure = new Failure(Domain::Interrupted, self::INTERRUPTED, CotpOutcome::NotSent);
        $failure->isRetryable = true;
        $failure->isInterrupted = true;
        return $failure;
    }
}
