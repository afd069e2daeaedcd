<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** Too many unprocessed callbacks are stored for one question. */
final class InboxFull extends Refused
{
    public function isRetryable(): bool
    {
        return true;
    }
}
