<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/** What a run says about one wire entry. */
final readonly class Finding
{
    public const CONFIRMED = 'confirmed';
    public const REFUTED = 'refuted';
    public const NOT_TESTABLE = 'not testable';

    public function __construct(public string $key, public string $result, public ?string $value, public string $evidence)
    {
    }
}
