<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpDestination;
use CotpForm;
use CotpOutcome;
use CotpRetention;
use CotpState;
use DateTimeInterface;
use TypeError;

/** @internal The operations of a client, as in cotp_client.c and cotp_client_batch.c. */
final class Client
{
    private const UNINITIALIZED = 'must be initialized with a value of its declared type';

    public function __construct(#[\SensitiveParameter] private readonly Settings $settings)
    {
    }

    public function send(CotpForm $form): string|Failure
    {
        $values = self::valuesOf($form);
        $operation = $values instanceof Failure ? $values : Operation::send($this->settings, $values);
        if ($operation instanceof Failure) {
            return $operation;
        }
        Run::one($operation, 'CotpRequest::send');
        return $operation->readSent();
    }

    /** @return array<string, mixed>|Failure */
    public static function valuesOf(CotpForm $form): array|Failure
    {
        $name = Properties::uninitialized($form);
        return $name === null ? Properties::of($form) : Failure::argument($name, self::UNINITIALIZED);
    }

    public function retrieve(string $request, string $caller = 'CotpRequest::retrieve'): CotpState|Failure
    {
        $operation = Operation::retrieve($this->settings, $request);
        if ($operation instanceof Failure) {
            return $operation;
        }
        Run::one($operation, $caller);
        return $operation->readState();
    }

    private function perform(#[\SensitiveParameter] Operation $operation, string $caller): ?Failure
    {
        $fault = $operation->prepare();
        if ($fault !== null) {
            return $fault;
        }
        Run::one($operation, $caller);
        return $operation->conclude() ?? $operation->pageFault();
    }

    public function onRequest(string $kind, string $request): ?Failure
    {
        $operation = new Operation($this->settings, $kind);
        return $operation->setRequest($request) ?? $this->perform($operation, 'CotpRequest::delete');
    }

    public function onCard(string $kind, #[\SensitiveParameter] string $cardUri): ?Failure
    {
        $operation = new Operation($this->settings, $kind);
        $caller = $kind === 'cvv.clear' ? 'CotpRequest::clearCvv' : 'CotpRequest::deleteCard';
        return $operation->setCard($cardUri) ?? $this->perform($operation, $caller);
    }

    public function setRetention(#[\SensitiveParameter] string $cardUri, CotpRetention $policy): ?Failure
    {
        $name = Properties::uninitialized($policy);
        if ($name !== null) {
            return Failure::argument($name, self::UNINITIALIZED);
        }
        $until = $policy->until === null ? null : self::timestamp($policy->until);
        $name = Properties::uninitialized($policy); // the method may have broken the types
        if ($name !== null) {
            return Failure::argument($name, self::UNINITIALIZED);
        }
        $fault = self::destinationsFault($policy->destinations);
        if ($fault !== null) {
            return $fault;
        }
        $operation = new Operation($this->settings, 'retention.set');
        $fault = $operation->setCard($cardUri) ?? RetentionRules::policyFault($until, $policy->destinations, time());
        if ($fault !== null || $until === null) {
            return $fault;
        }
        $operation->body = WireBody::retention($until, $policy->deleteCard, $policy->destinations);
        return $this->perform($operation, 'CotpRequest::setRetention');
    }

    /** The return type of the method is tentative, so an override may return anything. */
    private static function timestamp(DateTimeInterface $date): int
    {
        $timestamp = $date->getTimestamp();
        return is_int($timestamp) ? $timestamp : throw Thrown::atCaller(new TypeError($date::class // @phpstan-ignore function.alreadyNarrowedType
            . '::getTimestamp(): Return value must be of type int, ' . Properties::givenName($timestamp) . ' returned'));
    }

    /**
     * The elements may have been written past the constructor.
     *
     * @param array<array-key, mixed> $destinations
     */
    private static function destinationsFault(array $destinations): ?Failure
    {
        foreach ($destinations as $destination) {
            if (!$destination instanceof CotpDestination) {
                return Failure::type('destinations', 'must contain only CotpDestination objects');
            }
            if (Properties::uninitialized($destination) !== null) {
                return Failure::argument('destinations', 'must contain only initialized CotpDestination objects');
            }
        }
        return null;
    }

    public function getRetention(#[\SensitiveParameter] string $cardUri): CotpRetention|Failure
    {
        $operation = new Operation($this->settings, 'retention.get');
        return $operation->setCard($cardUri) ?? $this->perform($operation, 'CotpRequest::getRetention') ?? $operation->readRetention();
    }

    public function deleteRetention(
        #[\SensitiveParameter] string $cardUri,
        #[\SensitiveParameter] ?string $type,
        #[\SensitiveParameter] ?string $data,
    ): ?Failure {
        if ($data !== null && $type === null) {
            return Failure::argument('data', 'must be null when $type is null');
        }
        $operation = new Operation($this->settings, 'retention.delete');
        $fault = $operation->setCard($cardUri);
        if ($fault !== null) {
            return $fault;
        }
        foreach (['type' => $type, 'data' => $data] as $name => $part) {
            $text = $part === null ? null : Check::pathPart($part);
            if ($text !== null) {
                return Failure::argument($name, $text);
            }
        }
        $operation->setDestination($type, $data);
        return $this->perform($operation, 'CotpRequest::deleteRetention');
    }

    public function authenticate(): bool|Failure
    {
        $failure = $this->perform(new Operation($this->settings, 'authenticate'), 'CotpRequest::authenticate');
        $isRefused = $failure !== null && $failure->domain === Domain::Api && $failure->httpStatus === 401;
        return $failure === null || $isRefused ? $failure === null : $failure;
    }

    // ---- waiting for a final status ----

    public function await(string $request, float $timeout): CotpState|Failure
    {
        $id = '';
        $fault = Uri::requestFault($request, $this->settings->baseUri, $id);
        if ($fault !== null) {
            return Failure::argument('request', $fault);
        }
        $fault = Check::seconds($timeout, 86400);
        if ($fault !== null) {
            return Failure::argument('timeout', $fault);
        }
        $deadline = Clock::now() + $timeout;
        for ($looks = 1;; $looks++) {
            $result = $this->look($id, $deadline);
            if ($result instanceof CotpState ? $result->status->isFinal() : !$result->isRetryable) {
                return $result;
            }
            $retryAfter = $result instanceof Failure ? $result->retryAfter : -1.0;
            $pause = self::pause($looks, Clock::random(), $retryAfter, $deadline - Clock::now());
            if ($pause < 0) {
                return self::timeout($result, $id);
            }
            for ($until = Clock::now() + $pause; ($rest = $until - Clock::now()) > 0;) {
                usleep((int) (min($rest, 0.1) * 1e6)); // signal handlers run in between
            }
        }
    }

    /** Retrieves the state once, within the remaining time of the whole wait. */
    private function look(string $id, float $deadline): CotpState|Failure
    {
        $timeout = min($this->settings->timeout, max(0.001, $deadline - Clock::now()));
        return (new self($this->settings->withTimeout($timeout)))->retrieve($id, 'CotpRequest::await');
    }

    private static function pause(int $looks, float $random, float $retryAfter, float $remaining): float
    {
        $longest = min(Tables::AWAIT_LONGEST_PAUSE, Tables::AWAIT_FIRST_PAUSE * Tables::AWAIT_GROWTH ** min($looks - 1, 20));
        $pause = min($longest * (0.5 + $random / 2), $remaining - Tables::AWAIT_LAST_LOOK);
        if ($retryAfter > $pause) {
            return $retryAfter < $remaining ? $retryAfter : -1.0;
        }
        return $pause < Tables::AWAIT_SHORTEST_PAUSE ? -1.0 : $pause;
    }

    private static function timeout(CotpState|Failure $last, string $id): Failure
    {
        if ($last instanceof Failure) {
            $why = ErrorText::copy($last->message, 400);
            $failure = new Failure(Domain::Timeout, "no final status before the timeout: $why", $last->outcome, $last->httpStatus);
            [$failure->apiCode, $failure->moreInfo, $failure->retryAfter] = [$last->apiCode, $last->moreInfo, $last->retryAfter];
        } else {
            $name = $last->status->value === '' ? 'unknown to this version' : $last->status->value;
            $failure = new Failure(Domain::Timeout, "no final status before the timeout: the last status was $name", CotpOutcome::Answered);
        }
        $failure->isRetryable = true;
        $failure->requestId = $id;
        return $failure;
    }
}
