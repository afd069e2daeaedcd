<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

use LogicException;

/** The PDO connection has settings that the ledger cannot use. */
final class WrongConnection extends LogicException implements LedgerException
{
    public function isRetryable(): bool
    {
        return false;
    }
}
