<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle;

use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\CotpSender;
use Cotp\Testing\FakeCotp;

/**
 * The accounts of the site's own provider with a fake client, so that a test sends nothing.
 *
 * @internal
 */
final readonly class FakeAccounts implements AccountProvider
{
    public function __construct(private AccountProvider $inner, private FakeCotp $client)
    {
    }

    public function account(string $name): Account
    {
        $own = $this->inner->account($name);
        return new Account(new CotpSender($this->client), $own->verifier, $own->callbackUrl, $own->name, $own->environment, $own->callbackLifetime);
    }
}
