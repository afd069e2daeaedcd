<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

use LogicException;

/** The connection of the ledger has an open transaction, whose rollback would erase the memory of a message. */
final class TransactionOpen extends LogicException implements LedgerException
{
    public function isRetryable(): bool
    {
        return false;
    }
}
