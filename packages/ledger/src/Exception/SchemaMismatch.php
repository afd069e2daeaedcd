<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

use LogicException;

/** The tables of the ledger are missing, or have a different version. */
final class SchemaMismatch extends LogicException implements LedgerException
{
    public function isRetryable(): bool
    {
        return false;
    }
}
