<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Service;

/** A request that cannot cause a message: it has no destination, or no body at all. */
final readonly class RawRequest
{
    /** @param array<string, mixed>|null $body */
    public function __construct(public string $method, public string $path, public ?array $body = null)
    {
    }
}
