<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Event;

use CotpAttempt;

/** One HTTP attempt, for spans and metrics. It contains no id, key, token or data of the guest. */
final readonly class Attempted
{
    public function __construct(public string $account, public CotpAttempt $attempt)
    {
    }
}
