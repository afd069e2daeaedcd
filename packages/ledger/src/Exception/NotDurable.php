<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

use LogicException;

/** The database may forget commits, so it cannot prevent a second message. */
final class NotDurable extends LogicException implements LedgerException
{
    public function isRetryable(): bool
    {
        return false;
    }
}
