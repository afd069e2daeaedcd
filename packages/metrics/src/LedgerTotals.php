<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics;

use Cotp\Ledger\Ledger;

/**
 * The figures of several accounts together.
 *
 * @internal
 */
final readonly class LedgerTotals
{
    private function __construct(public int $open, public int $unknown, public int $oldestUnknownAge)
    {
    }

    /** @param list<string> $accounts */
    public static function of(Ledger $ledger, array $accounts): self
    {
        $figures = array_map($ledger->figures(...), $accounts);
        return new self(array_sum(array_column($figures, 'open')), array_sum(array_column($figures, 'unknown')), max([0, ...array_column($figures, 'oldestUnknownAge')]));
    }
}
