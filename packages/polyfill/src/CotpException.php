<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

use Cotp\Polyfill\ExceptionData;
use Cotp\Polyfill\Thrown;

/** The base class of all cotp exceptions. The message never contains a key, a token or data of the guest. */
abstract class CotpException extends RuntimeException
{
    public readonly CotpOutcome $outcome;
    public readonly int $httpStatus;
    public readonly int $apiCode;
    public readonly string $moreInfo;
    public readonly bool $retryable;
    public readonly ?float $retryAfter;
    public readonly ?string $requestId;

    public function __construct(
        string $message = '',
        ?CotpOutcome $outcome = null,
        int $httpStatus = 0,
        int $apiCode = 0,
        string $moreInfo = '',
        bool $retryable = false,
        ?float $retryAfter = null,
        ?string $requestId = null,
        ?Throwable $previous = null,
    ) {
        if ($retryAfter !== null && !($retryAfter >= 0)) {
            throw Thrown::whole(ValueError::class, 'CotpException::__construct', 7, 'must be greater than or equal to 0');
        }
        $this->outcome = $outcome ?? self::defaultOutcome($this);
        $this->httpStatus = $httpStatus;
        $this->apiCode = $apiCode;
        $this->moreInfo = $moreInfo;
        $this->retryable = $retryable;
        $this->retryAfter = $retryAfter;
        $this->requestId = $requestId;
        if ($message === '') {
            parent::__construct(previous: $previous); // a subclass may declare a message of its own
        } else {
            parent::__construct($message, 0, $previous);
        }
    }

    /** @return array<string, mixed> */
    public function __serialize(): array
    {
        return ExceptionData::serialize($this);
    }

    /** @param array<array-key, mixed> $serialized */
    public function __unserialize(array $serialized): void
    {
        ExceptionData::unserialize($this, $serialized);
    }

    /** Returns the outcome with which the class is usually thrown. */
    private static function defaultOutcome(self $exception): CotpOutcome
    {
        return match (true) {
            $exception instanceof CotpApiException, $exception instanceof CotpProtocolException => CotpOutcome::Answered,
            $exception instanceof CotpOutcomeUnknownException => CotpOutcome::Unknown,
            default => CotpOutcome::NotSent,
        };
    }
}
