<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** The base class of the extension's exceptions. This package contains only the one for callbacks. */
abstract class CotpException extends RuntimeException
{
    public function __construct(
        string $message = '',
        public readonly CotpOutcome $outcome = CotpOutcome::NotSent,
        public readonly int $httpStatus = 0,
        public readonly int $apiCode = 0,
        public readonly string $moreInfo = '',
        public readonly bool $retryable = false,
        public readonly ?float $retryAfter = null,
        public readonly ?string $requestId = null,
        ?Throwable $previous = null,
    ) {
        parent::__construct($message, 0, $previous);
    }
}
