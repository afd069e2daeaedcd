<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Testing;

use CotpAuthenticationException;
use CotpConflictException;
use CotpDestination;
use CotpException;
use CotpForm;
use CotpNotFoundException;
use CotpOutcomeUnknownException;
use CotpRequest;
use CotpRetention;
use CotpState;
use CotpStatus;
use LogicException;
use SensitiveParameter;

/**
 * A CotpRequest without HTTP. It records what is sent, plays the guest, and has the outcomes that the test scripts.
 *
 * Each change of a status becomes a callback, which the test delivers to the controller of the site with deliver().
 */
final class FakeCotp extends CotpRequest
{
    /** @var array<string, SentForm> by request id */
    private array $sent = [];
    /** @var list<array{?CotpException, bool}> the next outcomes of send(), and whether the message is sent all the same */
    private array $outcomes = [];
    /** @var list<FakeCallback> */
    private array $callbacks = [];
    /** @var array<string, CotpRetention> by card URI */
    private array $retentions = [];
    /** @var list<string> */
    private array $deletedCards = [];
    private bool $isKeyGood = true;

    public function __construct()
    {
        parent::__construct('fake-key', 'http://127.0.0.1:1/api');
    }

    // ---- scripting ----

    /** The next send() throws this exception, and no message is sent. */
    public function failNextSend(CotpException $fault): void
    {
        $this->outcomes[] = [$fault, false];
    }

    /** The next send() sends the message, but its response is lost: it throws CotpOutcomeUnknownException. */
    public function loseNextResponse(): void
    {
        $this->outcomes[] = [new CotpOutcomeUnknownException('the request was sent, but no complete response was received'), true];
    }

    /** The service rejects the API key from now on: every method throws CotpAuthenticationException, and authenticate() returns false. */
    public function rejectKey(): void
    {
        $this->isKeyGood = false;
    }

    // ---- the guest ----

    public function guestOpensForm(?string $requestId = null): void
    {
        $this->view($this->open($requestId));
    }

    /** Stores a card, and returns its URI. */
    public function guestEntersCard(?string $requestId = null): string
    {
        $sent = $this->open($requestId);
        $this->view($sent);
        $sent->cardUri = $cardUri = 'https://service.pcibooking.net/api/payments/paycard/' . bin2hex(random_bytes(16));
        $this->change($sent, CotpStatus::CardStored);
        return $cardUri;
    }

    /** The service rejects what the guest entered. The guest may try again. */
    public function guestFails(?string $requestId = null): void
    {
        $this->change($this->open($requestId), CotpStatus::StoreFailed);
    }

    /** The SMS cannot be delivered. */
    public function messageFails(?string $requestId = null): void
    {
        $this->change($this->open($requestId), CotpStatus::MessageFailed);
    }

    public function linkExpires(?string $requestId = null): void
    {
        $this->change($this->open($requestId), CotpStatus::LinkExpired);
    }

    /**
     * Returns the callbacks that were not delivered yet, oldest first, and forgets them. Deliver them in another order,
     * twice or not at all to test the site.
     *
     * @return list<FakeCallback>
     */
    public function takeCallbacks(): array
    {
        [$callbacks, $this->callbacks] = [$this->callbacks, []];
        return $callbacks;
    }

    /**
     * Delivers the callbacks to the controller of the site.
     *
     * @param callable(FakeCallback): mixed $controller such as fn ($callback) => $client->request('POST', $callback->url, body: $callback->body)
     * @return list<mixed> the results of the controller
     */
    public function deliver(callable $controller): array
    {
        return array_map($controller, $this->takeCallbacks());
    }

    // ---- what happened ----

    /** @return list<SentForm> oldest first */
    public function sent(): array
    {
        return array_values($this->sent);
    }

    /** @return list<string> the URIs of the deleted cards */
    public function deletedCards(): array
    {
        return $this->deletedCards;
    }

    // ---- the methods of CotpRequest ----

    public function send(CotpForm $form): string
    {
        $this->requireKey();
        [$fault, $isSent] = array_shift($this->outcomes) ?? [null, true];
        $id = bin2hex(random_bytes(16));
        if ($isSent) {
            $this->sent[$id] = new SentForm($id, $form);
            $this->addCallback($this->sent[$id]);
        }
        return $fault === null ? $id : throw $fault;
    }

    public function retrieve(string $request): CotpState
    {
        $sent = $this->request($request);
        return new CotpState($sent->requestId, $sent->status, $sent->status->value, $sent->cardUri, '2026-11-29T12:00:00', ['CallbackUrl' => $sent->form->callbackUrl]);
    }

    public function delete(string $request): void
    {
        $sent = $this->request($request);
        match ($sent->status) {
            CotpStatus::CardStored => throw new CotpConflictException('the guest has completed the form', httpStatus: 409, apiCode: -168),
            CotpStatus::LinkExpired => throw self::missing(),
            default => $this->change($sent, CotpStatus::LinkExpired),
        };
    }

    public function setRetention(#[SensitiveParameter] string $cardUri, CotpRetention $policy): void
    {
        $this->requireKey();
        $this->retentions[basename($cardUri)] = $policy;
    }

    public function getRetention(#[SensitiveParameter] string $cardUri): CotpRetention
    {
        $this->requireKey();
        return $this->retentions[basename($cardUri)] ?? throw self::missing();
    }

    public function deleteRetention(
        #[SensitiveParameter] string $cardUri,
        #[SensitiveParameter] ?string $type = null,
        #[SensitiveParameter] ?string $data = null,
    ): void {
        $policy = $this->getRetention($cardUri);
        $isKept = static fn (CotpDestination $destination): bool => $type !== null && ($destination->type !== $type || ($data !== null && $destination->data !== $data));
        $kept = array_values(array_filter($policy->destinations, $isKept));
        unset($this->retentions[basename($cardUri)]);
        if ($kept !== []) {
            $this->retentions[basename($cardUri)] = new CotpRetention($policy->until, $policy->deleteCard, $kept);
        }
    }

    public function clearCvv(#[SensitiveParameter] string $cardUri): void
    {
        $this->requireKey();
    }

    public function deleteCard(#[SensitiveParameter] string $cardUri): void
    {
        $this->requireKey();
        $this->deletedCards[] = $cardUri;
    }

    /**
     * @param CotpForm[] $forms
     * @return array<array-key, string|CotpException>
     */
    public function sendMany(array $forms, int $concurrency = 6): array
    {
        return array_map(fn (CotpForm $form): string|CotpException => self::attempt(fn (): string => $this->send($form)), $forms);
    }

    /**
     * @param string[] $requests
     * @return array<array-key, CotpState|CotpException>
     */
    public function retrieveMany(array $requests, int $concurrency = 6): array
    {
        return array_map(fn (string $request): CotpState|CotpException => self::attempt(fn (): CotpState => $this->retrieve($request)), $requests);
    }

    /** Returns the state at once, if it is final; a test must not wait. */
    public function await(string $request, float $timeout = 300.0): CotpState
    {
        $state = $this->retrieve($request);
        return $state->status->isFinal() ? $state : throw new \CotpTimeoutException('the status is not final', \CotpOutcome::Answered);
    }

    public function authenticate(): bool
    {
        return $this->isKeyGood;
    }

    // ---- inside ----

    /**
     * @template T
     * @param \Closure(): T $call
     * @return T|CotpException
     */
    private static function attempt(\Closure $call): mixed
    {
        try {
            return $call();
        } catch (CotpException $fault) {
            return $fault;
        }
    }

    private static function missing(): CotpNotFoundException
    {
        return new CotpNotFoundException('the service responded with HTTP 404', httpStatus: 404, apiCode: -160);
    }

    private function requireKey(): void
    {
        if (!$this->isKeyGood) {
            throw new CotpAuthenticationException('the service responded with HTTP 401', httpStatus: 401, apiCode: -1003);
        }
    }

    private function request(string $request): SentForm
    {
        $this->requireKey();
        return $this->sent[basename($request)] ?? throw self::missing();
    }

    /** Returns a request whose link works: the newest if no id is given. */
    private function open(?string $requestId): SentForm
    {
        $id = $requestId ?? array_key_last($this->sent) ?? throw new LogicException('Nothing was sent, so there is no guest.');
        $sent = $this->sent[$id] ?? throw new LogicException("There is no request $id.");
        return $sent->status->isFinal() ? throw new LogicException("The link of the request $id no longer works: {$sent->status->value}.") : $sent;
    }

    /** Only the first time changes the status. */
    private function view(SentForm $sent): void
    {
        if ($sent->status !== CotpStatus::StoreFailed) {
            $this->change($sent, CotpStatus::FormViewed);
        }
    }

    private function change(SentForm $sent, CotpStatus $status): void
    {
        if ($sent->status !== $status) {
            $sent->status = $status;
            $this->addCallback($sent);
        }
    }

    private function addCallback(SentForm $sent): void
    {
        if ($sent->form->callbackUrl !== null) {
            $this->callbacks[] = FakeCallback::of($sent->form->callbackUrl, $sent->requestId, $sent->status, count($this->callbacks));
        }
    }
}
