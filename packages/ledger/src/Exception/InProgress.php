<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** Another process is sending this question. */
final class InProgress extends Refused
{
    public function isRetryable(): bool
    {
        return true;
    }
}
