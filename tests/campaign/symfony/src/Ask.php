<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign\Symfony;

/** The message: ask the guest of this question for a card. */
final readonly class Ask
{
    public function __construct(public int $question, public string $account)
    {
    }
}
