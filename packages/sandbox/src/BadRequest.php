<?php
declare(strict_types=1);

namespace CotpSandbox;

use Exception;

/** Bytes that are no HTTP request, or one too large; the code is the HTTP status. */
final class BadRequest extends Exception
{
    public function __construct(int $status)
    {
        parent::__construct('', $status);
    }
}
