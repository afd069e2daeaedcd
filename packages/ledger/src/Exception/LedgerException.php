<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

use Throwable;

/** Implemented by all exceptions of the ledger. Their messages contain the key, but no address and no token. */
interface LedgerException extends Throwable
{
    /** Returns whether the same call may succeed later, so that a queue can retry the job. */
    public function isRetryable(): bool;
}
