<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use Exception;

/** @internal A text is not the JSON that was expected. Always caught by the caller of JsonReader. */
final class JsonFault extends Exception
{
    public const EMPTY = 0;
    public const TRUNCATED = 1;
    public const UNEXPECTED = 2;
    public const ENCODING = 3;
    public const TOO_DEEP = 4;
    public const DUPLICATE = 5;

    public function __construct(public readonly int $problem, public readonly int $at, public readonly string $name = '')
    {
        parent::__construct();
    }
}
