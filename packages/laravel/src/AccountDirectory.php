<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel;

use Closure;
use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;

/**
 * The accounts of the manager. Those of the site's own provider may change while a worker runs, so none is kept.
 *
 * @internal
 */
final readonly class AccountDirectory implements AccountProvider
{
    /** @param Closure(string): Account $find */
    public function __construct(private Closure $find)
    {
    }

    public function account(string $name): Account
    {
        return ($this->find)($name);
    }
}
