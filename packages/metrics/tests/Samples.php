<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics\Tests;

use CotpAttempt;
use CotpOutcome;

/** What the metrics are about. */
final class Samples
{
    public static function attempt(
        string $operation = 'send',
        int $status = 200,
        float $total = 0.1,
        CotpOutcome $outcome = CotpOutcome::Answered,
        ?string $error = null,
        int $number = 1,
        bool $reused = false,
    ): CotpAttempt {
        return new CotpAttempt(
            'POST', '/cardrequest/{id}', $status, $number, $reused, 'HTTP/2', 0.0, 0.0, 0.0, 0.0, $total, host: 'service.example',
            operation: $operation, outcome: $outcome, errorType: $error, key: 'guest@example.com',
        );
    }
}
