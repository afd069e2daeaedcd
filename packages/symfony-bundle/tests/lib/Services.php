<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests\lib;

use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\Ledger;
use CotpCallbackVerifier;
use CotpRequest;
use Symfony\Contracts\Service\Attribute\Required;

/** What a site autowires. */
final class Services
{
    public ?CotpRequest $lodgeClient = null;
    public ?CotpCallbackVerifier $lodgeVerifier = null;

    public function __construct(
        public readonly CotpRequest $client,
        public readonly CotpCallbackVerifier $verifier,
        public readonly Ledger $ledger,
        public readonly AccountProvider $accounts,
    ) {
    }

    #[Required]
    public function setLodgeClient(CotpRequest $lodge): void
    {
        $this->lodgeClient = $lodge;
    }

    #[Required]
    public function setLodgeVerifier(CotpCallbackVerifier $lodge): void
    {
        $this->lodgeVerifier = $lodge;
    }
}
