<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel;

use Closure;
use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;

/**
 * The accounts of the manager, each created when it is first used.
 *
 * @internal
 */
final class AccountDirectory implements AccountProvider
{
    /** @var array<string, Account> */
    private array $created = [];

    /** @param Closure(string): Account $create */
    public function __construct(private readonly Closure $create)
    {
    }

    public function account(string $name): Account
    {
        return $this->created[$name] ??= ($this->create)($name);
    }
}
