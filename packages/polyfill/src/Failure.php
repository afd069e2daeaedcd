<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpApiException;
use CotpAuthenticationException;
use CotpBlockedException;
use CotpConflictException;
use CotpException;
use CotpInvalidRequestException;
use CotpNotFoundException;
use CotpOutcome;
use CotpOutcomeUnknownException;
use CotpProtocolException;
use CotpRateLimitException;
use CotpServerException;
use CotpTimeoutException;
use CotpTransportException;
use Throwable;

/** @internal Why a call failed. It never contains a secret. */
final class Failure
{
    public string $message;
    public string $moreInfo = '';
    public int $apiCode = 0;
    /** Whether a signal handler ended the call, whatever the domain. */
    public bool $isInterrupted = false;
    /** Whether the response is about a different request. */
    public bool $isOtherRequest = false;
    public bool $isRetryable = false;
    /** Seconds; negative: the service did not ask to wait. */
    public float $retryAfter = -1.0;
    public ?string $requestId = null;

    private const CLASSES = [
        400 => CotpInvalidRequestException::class,
        401 => CotpAuthenticationException::class,
        403 => CotpAuthenticationException::class,
        404 => CotpNotFoundException::class,
        408 => CotpServerException::class,
        409 => CotpConflictException::class,
        426 => CotpBlockedException::class,
        429 => CotpRateLimitException::class,
    ];

    public function __construct(
        public Domain $domain,
        string $message,
        public CotpOutcome $outcome = CotpOutcome::NotSent,
        public int $httpStatus = 0,
        /** For an argument: the name of the parameter or property. */
        public string $argument = '',
    ) {
        $this->message = ErrorText::cut($message, Tables::MESSAGE_SIZE);
    }

    public static function argument(string $argument, string $message): self
    {
        return new self(Domain::Argument, $message, argument: $argument);
    }

    public static function type(string $argument, string $message): self
    {
        return new self(Domain::Type, $message, argument: $argument);
    }

    public static function protocol(string $message): self
    {
        return new self(Domain::Protocol, $message);
    }

    public function exception(?Throwable $previous = null): CotpException
    {
        $class = $this->exceptionClass();
        return new $class($this->message, $this->outcome, $this->httpStatus, $this->apiCode, $this->moreInfo, $this->isRetryable,
            $this->retryAfter < 0 ? null : $this->retryAfter, $this->requestId, $previous);
    }

    /** @return class-string<CotpException> */
    public function exceptionClass(): string
    {
        return match ($this->domain) {
            Domain::Timeout => CotpTimeoutException::class,
            Domain::OutcomeUnknown => CotpOutcomeUnknownException::class,
            Domain::Protocol => CotpProtocolException::class,
            Domain::Api => self::CLASSES[$this->httpStatus]
                ?? ($this->httpStatus >= 500 && $this->httpStatus <= 599 ? CotpServerException::class : CotpApiException::class),
            default => CotpTransportException::class,
        };
    }
}
