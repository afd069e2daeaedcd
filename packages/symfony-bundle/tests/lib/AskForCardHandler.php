<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests\lib;

use Cotp\Ledger\Ledger;
use CotpForm;
use CotpRequest;
use Symfony\Component\Messenger\Attribute\AsMessageHandler;

#[AsMessageHandler]
final class AskForCardHandler
{
    public int $runs = 0;

    public function __construct(private readonly Ledger $ledger, private readonly ?CotpRequest $cotp = null)
    {
    }

    public function __invoke(AskForCard $message): void
    {
        $this->runs++;
        $form = static fn (string $url): CotpForm => new CotpForm(bookerId: 'hotel-42', email: "$message->booking@example.com", callbackUrl: $url);
        $message->withLedger ? $this->ledger->ask("$message->booking/card", $form) : $this->cotp?->send($form('https://site.example/cotp'));
    }
}
