<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use Exception;

/** Invalid HTTP, or a request that is too large. The code is the HTTP status. */
final class BadRequest extends Exception
{
    public function __construct(int $status)
    {
        parent::__construct('', $status);
    }
}
