<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal An operation in progress. */
final class Active
{
    /** The last attempt, also between two of them. */
    public ?Attempt $attempt = null;
    public bool $isInProgress = false;
    public bool $isFinished = false;
    public float $deadline = 0.0;
    public readonly Retry $retry;

    public function __construct(public readonly int|string $key, #[\SensitiveParameter] public readonly Operation $operation)
    {
        $this->retry = new Retry($operation);
    }
}
