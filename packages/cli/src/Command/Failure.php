<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpApiException;
use CotpException;
use CotpNotFoundException;
use CotpOutcome;

/** An exception of the extension, as a person and as a program get it. */
final readonly class Failure
{
    public function __construct(private CotpException $exception, private bool $isReading)
    {
    }

    public function exitCode(): int
    {
        return match (true) {
            $this->exception instanceof CotpNotFoundException => ExitCode::NOT_FOUND,
            !$this->isReading && $this->exception->outcome === CotpOutcome::Unknown => ExitCode::UNKNOWN,
            $this->exception->retryable, $this->exception->httpStatus >= 500, !$this->exception instanceof CotpApiException && $this->exception->httpStatus === 0 => ExitCode::UNAVAILABLE,
            default => ExitCode::ERROR,
        };
    }

    public function text(): string
    {
        $details = $this->exception->moreInfo === '' || str_contains($this->exception->getMessage(), $this->exception->moreInfo) ? '' : " ({$this->exception->moreInfo})";
        return $this->exception->getMessage() . $details . match ($this->exitCode()) {
            ExitCode::UNKNOWN => ' It may have been processed: run cotp show, then the command again.',
            default => in_array($this->exception->httpStatus, [401, 403, 426], true) ? ' Check the account: cotp doctor' : '',
        };
    }

    /** @return array<string, mixed> */
    public function json(): array
    {
        return [
            'type' => $this->exception::class,
            'message' => $this->text(),
            'outcome' => $this->exception->outcome->name,
            'httpStatus' => $this->exception->httpStatus,
            'apiCode' => $this->exception->apiCode,
            'isRetryable' => $this->exception->retryable,
            'retryAfter' => $this->exception->retryAfter,
        ];
    }
}
