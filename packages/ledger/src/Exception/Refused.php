<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

use Cotp\Ledger\Ask;
use RuntimeException;
use Throwable;

/** The ledger refused to send, because a message may be or may have been sent, or is not wanted. */
abstract class Refused extends RuntimeException implements LedgerException
{
    /** @param Ask|null $ask the attempt that was the reason */
    public function __construct(string $message, public readonly ?Ask $ask = null, ?Throwable $previous = null)
    {
        parent::__construct($message, 0, $previous);
    }

    public function isRetryable(): bool
    {
        return false;
    }
}
