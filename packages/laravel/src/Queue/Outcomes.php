<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Queue;

use Cotp\Ledger\Exception\LedgerException;
use CotpException;
use CotpOutcome;
use CotpOutcomeUnknownException;
use Throwable;

/**
 * What an exception says about another attempt of a job.
 *
 * @internal
 */
final class Outcomes
{
    /** Returns the exception of cotp or of the ledger: this one, or the cause of an exception of the site. */
    public static function find(Throwable $fault): CotpException|LedgerException|null
    {
        for ($found = $fault; $found !== null; $found = $found->getPrevious()) {
            if ($found instanceof CotpException || $found instanceof LedgerException) {
                return $found;
            }
        }
        return null;
    }

    public static function mayRetry(CotpException|LedgerException $fault): bool
    {
        if ($fault instanceof LedgerException) {
            return $fault->isRetryable();
        }
        return $fault->retryable && $fault->outcome !== CotpOutcome::Unknown && !$fault instanceof CotpOutcomeUnknownException;
    }

    /** Returns the seconds to wait, or null if the exception has no opinion. */
    public static function delay(CotpException|LedgerException $fault): ?int
    {
        return $fault instanceof CotpException && $fault->retryAfter !== null ? (int) ceil($fault->retryAfter) : null;
    }

    /** Returns whether a job must not be run again, even if it does not use the middleware. */
    public static function isFinal(Throwable $fault): bool
    {
        $found = self::find($fault);
        return $found instanceof CotpOutcomeUnknownException || ($found instanceof LedgerException && !$found->isRetryable()) || self::isUnreadable($fault);
    }

    /** Returns whether a queued form, or another value of cotp, no longer passes its checks. */
    private static function isUnreadable(Throwable $fault): bool
    {
        foreach ($fault->getTrace() as $frame) {
            if ($frame['function'] === '__unserialize' && preg_match('~\ACotp[A-Z]\w+\z~', $frame['class'] ?? '') === 1) {
                return true;
            }
        }
        return false;
    }
}
