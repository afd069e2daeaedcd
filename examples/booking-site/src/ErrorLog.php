<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use Psr\Log\AbstractLogger;
use Stringable;

/** Writes what the ledger warns of to PHP's error log. Use the logger of your framework, if you have one. */
final class ErrorLog extends AbstractLogger
{
    public function log($level, string|Stringable $message, array $context = []): void
    {
        if (!in_array($level, ['debug', 'info'], true)) {
            error_log("$message " . json_encode($context, JSON_UNESCAPED_SLASHES));
        }
    }
}
