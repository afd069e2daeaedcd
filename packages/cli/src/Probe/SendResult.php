<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\Service\ServiceError;

/** The outcome of a message: accepted with an id, refused and so not delivered, or unknown. */
final readonly class SendResult
{
    private function __construct(public ?string $requestId, public ?ServiceError $error, public int $httpStatus, public string $text)
    {
    }

    public static function accepted(string $requestId): self
    {
        return new self($requestId, null, 201, '');
    }

    public static function refused(ServiceError $error, int $httpStatus, string $text): self
    {
        return new self(null, $error, $httpStatus, $text);
    }

    public static function unknown(string $text): self
    {
        return new self(null, null, 0, $text);
    }

    public function isRefused(): bool
    {
        return $this->error !== null;
    }
}
