<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Ledger;

use Cotp\Ledger\Sender;
use CotpForm;
use CotpState;
use LogicException;
use SensitiveParameter;

/** The sender of commands that only read or change the ledger. */
final class NoSender implements Sender
{
    public function send(CotpForm $form): never
    {
        throw self::fault();
    }

    public function retrieve(string $requestId): never
    {
        throw self::fault();
    }

    public function delete(string $requestId): never
    {
        throw self::fault();
    }

    public function deleteCard(#[SensitiveParameter] string $cardUri): never
    {
        throw self::fault();
    }

    private static function fault(): LogicException
    {
        return new LogicException('This command must not call the service.');
    }
}
