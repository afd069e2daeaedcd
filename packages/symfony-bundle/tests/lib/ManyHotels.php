<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests\lib;

use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\CotpSender;
use Cotp\Testing\FakeCotp;
use CotpCallbackVerifier;

/** A site that finds its accounts in a table of hotels. */
final class ManyHotels implements AccountProvider
{
    public function account(string $name): Account
    {
        return new Account(new CotpSender(new FakeCotp()), new CotpCallbackVerifier(['k' => str_repeat('k', 32)]), "https://site.example/cotp/callback/$name", $name);
    }
}
