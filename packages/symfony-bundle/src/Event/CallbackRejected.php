<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Event;

/** A callback was rejected: see CotpCallbackException::$reason. */
final readonly class CallbackRejected
{
    public function __construct(public string $account, public string $reason)
    {
    }
}
