<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

/** What Ledger::forget() removed, and where else data of the guest may be. */
final readonly class ForgetReport
{
    /**
     * @param int $attempts attempts whose digests and encrypted form were removed
     * @param int $callbacks callbacks that were removed from the inbox
     * @param list<string> $elsewhere the places that the site has to clear
     */
    public function __construct(public int $attempts, public int $callbacks, public array $elsewhere)
    {
    }
}
