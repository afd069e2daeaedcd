<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Ledger;

use Cotp\Ledger\Sender;
use CotpForm;
use CotpState;
use SensitiveParameter;

/** Notes beside the ledger that a message follows, just before it is sent. By then, the ledger has stored its reservation. */
final readonly class MarkingSender implements Sender
{
    public function __construct(private Sender $sender, private Progress $progress)
    {
    }

    public function send(CotpForm $form): string
    {
        $this->progress->advance();
        return $this->sender->send($form);
    }

    public function retrieve(string $requestId): CotpState
    {
        return $this->sender->retrieve($requestId);
    }

    public function delete(string $requestId): void
    {
        $this->sender->delete($requestId);
    }

    public function deleteCard(#[SensitiveParameter] string $cardUri): void
    {
        $this->sender->deleteCard($cardUri);
    }
}
