<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

/** What a monitor needs to know about the questions of an account. It contains no key. */
final readonly class Figures
{
    /**
     * @param int $open questions whose link the guest may still use, and that work() looks up
     * @param int $unknown attempts whose outcome is unknown, as in Ledger::unknown()
     * @param int $oldestUnknownAge how many seconds the oldest of these has been asked; 0 if there is none
     */
    public function __construct(
        public int $open = 0,
        public int $unknown = 0,
        public int $oldestUnknownAge = 0,
    ) {
    }
}
