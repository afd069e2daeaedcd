<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

use CotpForm;
use CotpRequest;
use CotpState;
use SensitiveParameter;

/** The sender that uses CotpRequest. */
final readonly class CotpSender implements Sender
{
    public function __construct(private CotpRequest $cotp)
    {
    }

    public function send(CotpForm $form): string
    {
        return $this->cotp->send($form);
    }

    public function retrieve(string $requestId): CotpState
    {
        return $this->cotp->retrieve($requestId);
    }

    public function delete(string $requestId): void
    {
        $this->cotp->delete($requestId);
    }

    public function deleteCard(#[SensitiveParameter] string $cardUri): void
    {
        $this->cotp->deleteCard($cardUri);
    }
}
