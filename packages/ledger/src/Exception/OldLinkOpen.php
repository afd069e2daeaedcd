<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** The old link could not be deleted, so no new link was sent. */
final class OldLinkOpen extends Refused
{
    public function isRetryable(): bool
    {
        return true;
    }
}
