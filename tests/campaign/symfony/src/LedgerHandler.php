<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign\Symfony;

use Cotp\Ledger\Ledger;
use CotpForm;
use Symfony\Component\Messenger\Attribute\AsMessageHandler;

#[AsMessageHandler]
final readonly class LedgerHandler
{
    public function __construct(private Ledger $ledger)
    {
    }

    public function __invoke(Ask $ask): void
    {
        $this->ledger->ask("question-$ask->question", static fn (string $url): CotpForm => new CotpForm(
            bookerId: 'campaign', email: "q$ask->question+card-stored@example.com", callbackUrl: $url,
        ), $ask->account);
    }
}
