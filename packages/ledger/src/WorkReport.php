<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

/** What one call of Ledger::work() did. */
final readonly class WorkReport
{
    /**
     * @param int $givenUp reservations whose process ended: now unknown
     * @param int $callbacks callbacks that were processed
     * @param int $lookUps open questions that were looked up
     * @param int $policies actions of policies
     * @param int $failures operations that failed and are due again
     * @param bool $isFinished whether nothing more is due
     */
    public function __construct(
        public int $givenUp = 0,
        public int $callbacks = 0,
        public int $lookUps = 0,
        public int $policies = 0,
        public int $failures = 0,
        public bool $isFinished = true,
    ) {
    }
}
