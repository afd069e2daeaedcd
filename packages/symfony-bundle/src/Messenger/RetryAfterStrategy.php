<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Messenger;

use Symfony\Component\Messenger\Envelope;
use Symfony\Component\Messenger\Retry\RetryStrategyInterface;
use Throwable;

/**
 * The retry strategy of a transport, which waits at least as long as the service asked to, and for the lease of a question
 * that another process is sending, because only then the ledger knows the outcome. max_retries of the transport
 * stays in force; RecoverableMessageHandlingException would ignore it.
 */
final readonly class RetryAfterStrategy implements RetryStrategyInterface
{
    public function __construct(private RetryStrategyInterface $inner, private int $lease)
    {
    }

    public function isRetryable(Envelope $message, ?Throwable $throwable = null): bool
    {
        return ($throwable === null || !Failures::areFinal($throwable)) && $this->inner->isRetryable($message, $throwable);
    }

    public function getWaitingTime(Envelope $message, ?Throwable $throwable = null): int
    {
        $seconds = $throwable === null ? 0.0 : Failures::retryAfter($throwable) ?? 0.0;
        $lease = $throwable !== null && Failures::areInProgress($throwable) ? $this->lease : 0;
        return max($this->inner->getWaitingTime($message, $throwable), (int) ceil($seconds * 1000), $lease * 1000);
    }
}
