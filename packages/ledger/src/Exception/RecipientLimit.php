<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** The recipient has received as many messages as the policy allows. */
final class RecipientLimit extends Refused
{
    public function isRetryable(): bool
    {
        return true;
    }
}
