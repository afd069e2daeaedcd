<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** An operation that a request's path and method select, with the parts of the path that are its arguments. */
final class Route
{
    /** @param array<string, string> $arguments id, token, type, data */
    public function __construct(public readonly Operation $operation, public readonly array $arguments)
    {
    }
}
