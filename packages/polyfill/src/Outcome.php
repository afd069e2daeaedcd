<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpAttempt;
use CotpOutcome;
use CotpProtocolException;

/** @internal What an attempt's end means: success, a retry or a failure, as in cotp_http_outcome.c. */
final class Outcome
{
    private const TIMED_OUT = 28;

    private function __construct(#[\SensitiveParameter] private readonly Operation $operation, #[\SensitiveParameter] private readonly Attempt $attempt)
    {
    }

    /** Fills the operation's failure. Returns whether a retry is allowed. */
    public static function decide(#[\SensitiveParameter] Operation $operation, #[\SensitiveParameter] Attempt $attempt): bool
    {
        return (new self($operation, $attempt))->ofAttempt();
    }

    /** What an observer receives. */
    public static function report(#[\SensitiveParameter] Operation $operation, #[\SensitiveParameter] Attempt $attempt): CotpAttempt
    {
        $failure = $operation->failure;
        if ($failure !== null) {
            return $attempt->report($failure->outcome, $failure->exceptionClass());
        }
        return $attempt->isUnderstood ? $attempt->report(CotpOutcome::Answered, null)
            : $attempt->report((new self($operation, $attempt))->withUnclearResponse(), CotpProtocolException::class);
    }

    public static function mayHaveBeenProcessed(#[\SensitiveParameter] Operation $operation, #[\SensitiveParameter] ?Attempt $attempt): bool
    {
        return $operation->mayHaveBeenProcessed || ($attempt !== null && $attempt->mayHaveBeenProcessed());
    }

    /** The run ended before the operation had finished. */
    public static function ended(#[\SensitiveParameter] Operation $operation, #[\SensitiveParameter] ?Attempt $attempt, Domain $domain, string $text): void
    {
        $isUnknown = self::mayHaveBeenProcessed($operation, $attempt);
        if (!$operation->isRetrySafe && $isUnknown) {
            $failure = self::unknown($operation, $text);
        } else {
            $outcome = $isUnknown ? CotpOutcome::Unknown : CotpOutcome::NotSent;
            $failure = new Failure($domain, self::said($operation, $text), $outcome);
            $failure->isRetryable = true;
        }
        $failure->isInterrupted = $domain === Domain::Interrupted;
        $operation->failure = $failure;
    }

    /** A signal handler threw after the response had arrived, which would otherwise be lost. */
    public static function interruptedLate(#[\SensitiveParameter] Operation $operation): Failure
    {
        $sent = $operation->isRetrySafe ? null : $operation->readSent();
        if ($sent instanceof Failure) {
            return $sent;
        }
        $text = self::said($operation, 'the call was interrupted after its response had arrived');
        $failure = new Failure(Domain::Interrupted, $text, CotpOutcome::Answered, $operation->status);
        $failure->requestId = $sent;
        return $failure;
    }

    private static function said(#[\SensitiveParameter] Operation $operation, string $text): string
    {
        $start = ErrorText::cut("$operation->method $operation->route: ", Tables::MESSAGE_SIZE);
        return $start . ErrorText::cut($text, Tables::MESSAGE_SIZE - strlen($start));
    }

    private static function unknown(#[\SensitiveParameter] Operation $operation, string $why, string $consequence = ''): Failure
    {
        $text = "the request was sent, but no complete response was received ($why$consequence), " . Tables::MAY_BE_SENT;
        return new Failure(Domain::OutcomeUnknown, self::said($operation, $text), CotpOutcome::Unknown);
    }

    private function ofAttempt(): bool
    {
        $status = $this->operation->status;
        if ($this->attempt->isTooLarge) {
            $text = 'the response body is larger than ' . intdiv(Tables::MAX_RESPONSE_BYTES, 1024) . ' KiB, or its headers are larger than '
                . intdiv(Tables::MAX_HEADER_BYTES, 1024) . ' KiB';
            $this->fail(Domain::Protocol, $text, $this->withUnclearResponse(), $status);
            return false;
        }
        if ($this->attempt->code !== 0) {
            return $this->ofFailure();
        }
        if ($status >= 200 && $status < 300) {
            return $this->ofSuccess();
        }
        if ($status < 400) {
            $text = "the service responded with HTTP $status, which is neither a success nor an error";
            $this->fail(Domain::Protocol, $text, $this->withUnclearResponse(), $status);
            return false;
        }
        return $this->ofRefusal();
    }

    private function fail(Domain $domain, string $text, CotpOutcome $outcome, int $status = 0): Failure
    {
        return $this->operation->failure = new Failure($domain, self::said($this->operation, $text), $outcome, $status);
    }

    /** For a send, only a refusal in the service's own words proves that nothing happened. */
    private function withUnclearResponse(): CotpOutcome
    {
        return $this->operation->isRetrySafe && !$this->operation->isResponseLost ? CotpOutcome::Answered : CotpOutcome::Unknown;
    }

    private function ofFailure(): bool
    {
        $operation = $this->operation;
        $reason = new Reason($operation->settings, $this->attempt);
        if (!$operation->isRetrySafe && $this->attempt->mayHaveBeenProcessed()) {
            $consequence = $reason->isRefusal() ? '; the request is not sent again' : '';
            $operation->failure = self::unknown($operation, $reason->text() ?? $this->attempt->text, $consequence);
            return false;
        }
        $isUnknown = self::mayHaveBeenProcessed($operation, $this->attempt);
        $domain = $this->attempt->code === self::TIMED_OUT ? Domain::Timeout : Domain::Transport;
        $outcome = $isUnknown ? CotpOutcome::Unknown : CotpOutcome::NotSent;
        $this->fail($domain, $this->failureText($reason, $isUnknown), $outcome)->isRetryable = true;
        $operation->isResponseLost = $operation->isResponseLost || $isUnknown;
        $operation->mayHaveBeenProcessed = $operation->mayHaveBeenProcessed || $operation->isResponseLost;
        return !$this->attempt->isTimeUp;
    }

    /** Says which connection failed, when, why, and last libcurl's text, which differs from version to version. */
    private function failureText(Reason $reason, bool $wasSent): string
    {
        $when = $wasSent ? 'after the request was sent' : 'before anything was sent';
        $text = $reason->text();
        $details = $this->attempt->text;
        preg_match('~://([^/]*)~', $this->operation->url, $match);
        $host = $match[1] ?? '';
        return match (true) {
            $text !== null && $reason->isComplete() => "the connection to $host failed $when: $text",
            $this->attempt->code === self::TIMED_OUT => "the call timed out $when ($details)",
            $reason->isProxy() => "the connection to the proxy failed $when: $text ($details)",
            default => "the connection to $host failed $when" . ($text === null ? '' : ": $text") . " ($details)",
        };
    }

    private function ofRefusal(): bool
    {
        $operation = $this->operation;
        $status = $operation->status;
        $block = ErrorBlock::read($operation->responseBody);
        // before the texts are cut, because half a secret would not be found
        $block->message = $operation->redact($block->message);
        $block->moreInfo = $operation->redact($block->moreInfo);
        $nothingDone = $status === 429 || ($status === 408 && $block->code === Tables::CODE_REQUEST_TIMEOUT);
        $isGateway = in_array($status, [502, 503, 504], true);
        $isFailure = $status >= 500 || $status === 408;
        $outcome = $operation->isResponseLost ? CotpOutcome::Unknown : CotpOutcome::Answered;
        $outcome = $isFailure && !$nothingDone ? $this->withUnclearResponse() : $outcome;
        $failure = $this->fail(Domain::Api, $this->refusalText($block), $outcome, $status);
        $failure->isRetryable = $nothingDone || ($isGateway && $operation->isRetrySafe);
        $failure->retryAfter = $this->attempt->retryAfter;
        $failure->apiCode = $block->code;
        $failure->moreInfo = ErrorText::copy($block->moreInfo, Tables::MORE_INFO_SIZE);
        $operation->mayHaveBeenProcessed = $operation->mayHaveBeenProcessed || $isGateway;
        $this->attempt->isNothingDone = $nothingDone;
        return $failure->isRetryable;
    }

    private function refusalText(ErrorBlock $block): string
    {
        $operation = $this->operation;
        // the vendor's code, the methods that the service allows, or that the base URI may be wrong
        $detail = match (true) {
            $block->code !== 0 => ", code $block->code",
            $operation->status === 404 && $operation->basePath !== null
                => ", and the path of the base URI is not \"$operation->basePath\"",
            $operation->status === 405 && $operation->allow !== '' => " (allowed: $operation->allow)",
            default => '',
        };
        $isPath = $operation->status === 404; // else the method, if the path exists: a 405
        $key = $isPath ? $operation->pathKey : ($operation->status === 405 ? $operation->methodKey : null);
        // a negative code shows that the vendor's own software responded, so the entry is right; a positive one is a gateway's
        $hint = $key === null || $block->code < 0 ? ''
            : '. The ' . ($isPath ? 'path' : 'method') . " is inferred, not documented; override it with the wire entry \"$key\"";
        $message = ErrorText::copy($block->message, $hint === '' ? 400 : 200);
        $hint = str_ends_with($message, '.') ? substr($hint, 1) : $hint;
        return "the service responded with HTTP $operation->status$detail" . ($message === '' ? '' : ": $message") . $hint;
    }

    /** The caller reads the response and says what it does not understand. */
    private function ofSuccess(): bool
    {
        $this->operation->failure = null;
        if ($this->attempt->fit !== Fit::Foreign) {
            return false;
        }
        $this->fail(Domain::Protocol, 'the response is about a different request', $this->withUnclearResponse(), $this->operation->status);
        $this->operation->mayHaveBeenProcessed = true;
        return true;
    }
}
