<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Messenger;

use Cotp\Ledger\Ledger;
use CotpForm;

/** @internal */
final readonly class AskForCardHandler
{
    public function __construct(private Ledger $ledger)
    {
    }

    public function __invoke(AskForCard $message): void
    {
        $this->ledger->ask($message->key, static fn (string $url): CotpForm => $message->form->with(callbackUrl: $url), $message->account);
    }
}
