<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

use Closure;
use InvalidArgumentException;

/** Several accounts, each created when it is first used. */
final class Accounts implements AccountProvider
{
    /** @var array<string, Account> */
    private array $created = [];

    /** @param array<string, Closure(): Account> $factories by the name of the account */
    public function __construct(private readonly array $factories)
    {
    }

    public function account(string $name): Account
    {
        $factory = $this->factories[$name] ?? throw new InvalidArgumentException("The account \"$name\" does not exist.");
        $account = $this->created[$name] ??= $factory();
        if ($account->name !== $name) {
            throw new InvalidArgumentException("The account \"$name\" was created with the name \"$account->name\".");
        }
        return $account;
    }
}
