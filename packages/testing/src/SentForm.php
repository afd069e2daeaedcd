<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Testing;

use CotpForm;
use CotpStatus;

/** A message that a guest would have received. */
final class SentForm
{
    public CotpStatus $status = CotpStatus::MessageQueued;
    public ?string $cardUri = null;

    public function __construct(public readonly string $requestId, public readonly CotpForm $form)
    {
    }
}
