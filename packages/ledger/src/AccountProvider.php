<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

use InvalidArgumentException;

/** Finds the account by its name: a site with many hotels has an API key and a verifier for each. */
interface AccountProvider
{
    /** @throws InvalidArgumentException when there is no such account */
    public function account(string $name): Account;
}
