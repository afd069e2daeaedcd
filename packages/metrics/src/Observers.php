<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics;

use Closure;
use CotpAttempt;
use Throwable;

/** Several observers of a CotpRequest, which accepts one. */
final class Observers
{
    /**
     * Returns an observer that calls all of these, in this order. If one throws, the others are called all the same; then
     * the exception is thrown, and the extension makes a warning of it.
     *
     * @param Closure(CotpAttempt): mixed ...$observers
     * @return Closure(CotpAttempt): void it throws what a single observer has thrown, or ObserversFailed if several have
     */
    public static function all(Closure ...$observers): Closure
    {
        return static function (CotpAttempt $attempt) use ($observers): void {
            $faults = [];
            foreach ($observers as $observer) {
                try {
                    $observer($attempt);
                } catch (Throwable $fault) {
                    $faults[] = $fault;
                }
            }
            match (count($faults)) {
                0 => null,
                1 => throw $faults[0],
                default => throw new ObserversFailed($faults),
            };
        };
    }
}
