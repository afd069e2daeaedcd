<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/** One name in a body, the field that it may be the name of, and its value. */
final readonly class Placed
{
    public function __construct(public string $key, public int $number, public string $name, public string|int|bool $value)
    {
    }
}
