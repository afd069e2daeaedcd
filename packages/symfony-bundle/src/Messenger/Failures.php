<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Messenger;

use Cotp\Ledger\Exception\InProgress;
use Cotp\Ledger\Exception\LedgerException;
use CotpException;
use CotpOutcomeUnknownException;
use Symfony\Component\Messenger\Exception\WrappedExceptionsInterface;
use Throwable;
use TypeError;
use ValueError;

/**
 * What the exceptions of cotp mean for a queue: those that are anywhere in an exception of Messenger, or its cause.
 *
 * @internal
 */
final class Failures
{
    private const LONGEST_PAUSE = 86_400.0;

    /** Returns whether another attempt could send a second message, or cannot succeed. */
    public static function areFinal(Throwable $fault): bool
    {
        foreach (self::in($fault) as $found) {
            $isFinal = match (true) {
                $found instanceof CotpOutcomeUnknownException => true,
                $found instanceof CotpException => !$found->retryable,
                $found instanceof LedgerException => !$found->isRetryable(),
                default => true,        // an invalid form
            };
            if ($isFinal) {
                return true;
            }
        }
        return false;
    }

    /** Returns how many seconds the service asked to wait; null if it did not ask. */
    public static function retryAfter(Throwable $fault): ?float
    {
        $longest = null;
        foreach (self::in($fault) as $found) {
            $cause = $found instanceof CotpException ? $found : $found->getPrevious();
            if ($cause instanceof CotpException && $cause->retryAfter !== null) {
                $longest = max($longest ?? 0.0, min($cause->retryAfter, self::LONGEST_PAUSE));
            }
        }
        return $longest;
    }

    /** Returns whether another process is sending the same question. */
    public static function areInProgress(Throwable $fault): bool
    {
        return array_filter(self::in($fault), static fn (Throwable $found): bool => $found instanceof InProgress) !== [];
    }

    /** @return list<Throwable> */
    private static function in(Throwable $fault): array
    {
        if ($fault instanceof CotpException || $fault instanceof LedgerException || self::isInvalidForm($fault)) {
            return [$fault];
        }
        $causes = $fault instanceof WrappedExceptionsInterface ? $fault->getWrappedExceptions() : [];
        if ($causes === [] && $fault->getPrevious() !== null) {
            $causes = [$fault->getPrevious()];
        }
        return array_merge(...array_map(self::in(...), array_values($causes)));
    }

    /** Returns whether the exception was thrown by a class of cotp, about an argument: the same call fails again. */
    private static function isInvalidForm(Throwable $fault): bool
    {
        $class = $fault->getTrace()[0]['class'] ?? '';
        return ($fault instanceof ValueError || $fault instanceof TypeError) && preg_match('~\A(?:Cotp[A-Za-z]+\z|Cotp\\\\Polyfill\\\\|Cotp\\\\Ledger\\\\)~', $class) === 1;
    }
}
