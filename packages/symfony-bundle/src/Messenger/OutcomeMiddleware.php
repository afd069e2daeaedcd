<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Messenger;

use Symfony\Component\Messenger\Envelope;
use Symfony\Component\Messenger\Exception\HandlerFailedException;
use Symfony\Component\Messenger\Exception\UnrecoverableMessageHandlingException;
use Symfony\Component\Messenger\Middleware\MiddlewareInterface;
use Symfony\Component\Messenger\Middleware\StackInterface;
use Symfony\Component\Messenger\Stamp\ReceivedStamp;
use Throwable;

/**
 * Messages whose send has an unknown outcome, or an outcome that is not retryable, are not retried: they go to the failure
 * transport. Other failures are retried as usual.
 *
 * It cannot know of a worker that was killed while sending. Only the ledger can.
 */
final class OutcomeMiddleware implements MiddlewareInterface
{
    public function handle(Envelope $envelope, StackInterface $stack): Envelope
    {
        try {
            return $stack->next()->handle($envelope, $stack);
        } catch (HandlerFailedException $fault) {
            if (!$this->isConsumed($envelope) || !Failures::areFinal($fault)) {
                throw $fault;
            }
            // All of them: a single recoverable one would have the message, and so the send, retried.
            throw new HandlerFailedException($fault->getEnvelope(), array_map(self::unrecoverable(...), $fault->getWrappedExceptions()));
        } catch (Throwable $fault) {
            throw $this->isConsumed($envelope) && Failures::areFinal($fault) ? self::unrecoverable($fault) : $fault;
        }
    }

    private function isConsumed(Envelope $envelope): bool
    {
        return $envelope->last(ReceivedStamp::class) !== null;
    }

    private static function unrecoverable(Throwable $fault): UnrecoverableMessageHandlingException
    {
        return new UnrecoverableMessageHandlingException($fault->getMessage(), 0, $fault);
    }
}
