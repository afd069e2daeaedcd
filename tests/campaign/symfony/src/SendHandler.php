<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign\Symfony;

use CotpForm;
use CotpRequest;
use Symfony\Component\Messenger\Attribute\AsMessageHandler;

/** A control: what a site does that only calls send(). */
#[AsMessageHandler]
final readonly class SendHandler
{
    /** @param array<string, CotpRequest> $clients by account */
    public function __construct(private array $clients)
    {
    }

    public function __invoke(Ask $ask): void
    {
        $this->clients[$ask->account]->send(new CotpForm(bookerId: 'campaign', email: "q$ask->question+card-stored@example.com"));
    }
}
