<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics;

use RuntimeException;
use Throwable;

/** Several observers have failed. */
final class ObserversFailed extends RuntimeException
{
    /** @param non-empty-list<Throwable> $faults in the order of the observers */
    public function __construct(public readonly array $faults)
    {
        $texts = array_map(static fn (Throwable $fault): string => $fault::class . ': ' . $fault->getMessage(), $faults);
        parent::__construct(count($faults) . ' observers failed: ' . implode('; ', $texts), 0, $faults[0]);
    }
}
