<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

use CotpException;
use CotpForm;
use CotpState;
use SensitiveParameter;

/** The operations of the service that the ledger uses. CotpSender is the real one; tests can script another. */
interface Sender
{
    /**
     * Sends the link, and returns the request id. It must never send twice by itself.
     *
     * @throws CotpException on failure; its outcome decides what the ledger records
     */
    public function send(CotpForm $form): string;

    /** @throws CotpException on failure */
    public function retrieve(string $requestId): CotpState;

    /** @throws CotpException on failure */
    public function delete(string $requestId): void;

    /** @throws CotpException on failure */
    public function deleteCard(#[SensitiveParameter] string $cardUri): void;
}
