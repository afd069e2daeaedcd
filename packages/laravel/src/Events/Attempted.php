<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Events;

use CotpAttempt;

/** One HTTP attempt of a client, for metrics and spans. It contains no id, key, token or data of a guest. */
final readonly class Attempted
{
    public function __construct(public string $account, public CotpAttempt $attempt)
    {
    }
}
