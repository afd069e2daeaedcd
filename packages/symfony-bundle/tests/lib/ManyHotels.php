<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests\lib;

use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\CotpSender;
use CotpCallbackVerifier;
use CotpRequest;

/** A site that finds its accounts in a table of hotels. */
final class ManyHotels implements AccountProvider
{
    public function account(string $name): Account
    {
        return new Account(new CotpSender(new CotpRequest('a-key', 'http://127.0.0.1:1/api')), new CotpCallbackVerifier(['k' => str_repeat('k', 32)]), "https://site.example/cotp/callback/$name", $name);
    }
}
