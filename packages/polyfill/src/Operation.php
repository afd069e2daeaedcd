<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpOutcome;
use CotpState;
use stdClass;

/** @internal One operation, from its checked arguments to its response, as in cotp_client_operation.c. */
final class Operation
{
    /** The caller's key of an item of a batch, for the observer. */
    public int|string|null $key = null;

    // the request
    public string $method = '';
    public string $url = '';
    public string $route = '';
    /** The wire key of an inferred path, for the message of a 404. */
    public ?string $pathKey = null;
    /** The wire key of an inferred method, for the message of a 405. */
    public ?string $methodKey = null;
    /** The usual path of the base URI, for the message of a 404; null: this one has it. */
    public ?string $basePath = null;
    public ?string $body = null;
    public bool $isRetrySafe = true;

    // the response
    public int $status = 0;
    public string $responseBody = '';
    public ?string $location = null;
    public bool $isLocationAmbiguous = false;
    /** The methods in an Allow header. */
    public string $allow = '';
    public int $attempts = 0;
    /** The service may have processed an attempt before the last. */
    public bool $mayHaveBeenProcessed = false;
    /** And no response to that attempt or a later one arrived: it stays unknown. */
    public bool $isResponseLost = false;
    /** Null: the response is complete and has a 2xx status. */
    public ?Failure $failure = null;

    private ?string $id = null;
    private ?string $token = null;
    private ?string $type = null;
    private ?string $data = null;
    /** @var list<string> */
    private array $secrets;
    /** @var ?array<string, mixed> */
    private ?array $form = null;

    public function __construct(#[\SensitiveParameter] public readonly Settings $settings, public readonly string $kind)
    {
        $this->secrets = [$settings->apiKey];
        if ($settings->proxy !== null) {
            $this->secrets[] = $settings->proxy;
            // libcurl's text may contain this part of the proxy's address alone
            if (preg_match('~://(.*)@~s', $settings->proxy, $match) === 1) {
                $this->secrets[] = $match[1];
            }
        }
    }

    /** @return array<string, mixed> without the secrets */
    public function __debugInfo(): array
    {
        return ['kind' => $this->kind];
    }

    public function setRequest(string $request): ?Failure
    {
        $id = '';
        $fault = Uri::requestFault($request, $this->settings->baseUri, $id);
        $this->id = $id;
        return $fault === null ? null : Failure::argument('request', $fault);
    }

    public function setCard(#[\SensitiveParameter] string $cardUri): ?Failure
    {
        $token = '';
        $fault = Uri::cardFault($cardUri, $this->settings->baseUri, $token);
        $this->token = $token;
        if ($this->kind !== 'securityCode') { // whose URI is redacted first
            $this->secrets[] = $token;
        }
        return $fault === null ? null : Failure::argument('cardUri', $fault);
    }

    public function setDestination(#[\SensitiveParameter] ?string $type, #[\SensitiveParameter] ?string $data): void
    {
        $this->type = $type;
        $this->data = $data;
    }

    /** @param array<string, mixed> $values all properties of a form, of their types */
    public static function send(#[\SensitiveParameter] Settings $settings, #[\SensitiveParameter] array $values): self|Failure
    {
        $operation = new self($settings, is_string($values['cardUri']) ? 'securityCode' : 'send');
        $fault = FormRules::fault($values) ?? (is_string($values['cardUri']) ? $operation->setCard($values['cardUri']) : null);
        if ($fault !== null) {
            return $fault;
        }
        $operation->keepFormSecrets($values);
        $body = WireBody::form($settings->wire, $values);
        if ($body instanceof Failure) {
            return $body;
        }
        $operation->body = $body;
        return $operation->prepare() ?? $operation;
    }

    public static function retrieve(#[\SensitiveParameter] Settings $settings, string $request): self|Failure
    {
        $operation = new self($settings, 'retrieve');
        return $operation->setRequest($request) ?? $operation->prepare() ?? $operation;
    }

    /**
     * Includes the parts that a service may echo alone.
     *
     * @param array<string, mixed> $values
     */
    private function keepFormSecrets(#[\SensitiveParameter] array $values): void
    {
        $this->form = $values;
        foreach (Tables::FORM_FIELDS as $field => [, $isSecret]) {
            if ($isSecret && is_string($values[$field])) {
                $this->secrets[] = $values[$field];
            }
        }
        if ($this->token !== null) {
            $this->secrets[] = $this->token;
        }
        if (is_string($values['callbackUrl']) && preg_match('/[?&]cotp=([^&]*)/', $values['callbackUrl'], $match) === 1) {
            $this->secrets[] = $match[1];
        }
    }

    public function prepare(): ?Failure
    {
        $wire = $this->settings->wire;
        $parts = ['id' => $this->id, 'token' => $this->token, 'type' => $this->type, 'data' => $this->data];
        $path = $wire->path($this->kind, $parts);
        if ($path instanceof Failure) {
            return $path;
        }
        [$pathKey, $methodKey] = ["$this->kind.path", "$this->kind.method"];
        $this->method = $wire->value($methodKey);
        $this->url = $this->settings->baseUri . $path;
        $this->route = $wire->value($pathKey);
        $this->pathKey = Wire::isInferred($pathKey) ? $pathKey : null;
        $this->methodKey = Wire::isInferred($methodKey) ? $methodKey : null;
        $usual = self::pathOf(Tables::PRODUCTION);
        $this->basePath = strtolower(self::pathOf($this->settings->baseUri)) === strtolower($usual) ? null : $usual;
        $this->isRetrySafe = Tables::OPERATIONS[$this->kind][0];
        return null;
    }

    /** Returns the path of a base URI that has no slash at its end; it may be empty. */
    private static function pathOf(string $base): string
    {
        return (string) preg_replace('~\A[^:]*://[^/]*~', '', $base);
    }

    // ---- secrets ----

    /** A service that echoes the request must not bring a guest's address into a log. */
    public function redact(#[\SensitiveParameter] string $text): string
    {
        if ($text === '') {
            return $text;
        }
        foreach ($this->secrets as $secret) {
            $text = Redaction::secret($text, $secret);
        }
        $phone = $this->form['phone'] ?? null;
        if (is_string($phone)) {
            $text = Redaction::digits($text, $phone);
            $text = Redaction::digits($text, Check::phoneAfterPrefix($phone));
            // as it was given, as it was sent, or without its country code: the last seven digits identify the guest
            if (preg_match('/(?:[0-9][^0-9]*){7}\z/', $phone, $match) === 1) {
                $text = Redaction::digits($text, $match[0]);
            }
        }
        return self::redactValue($text, $this->form['extra'] ?? null);
    }

    /** Extra fields may contain anything. */
    private static function redactValue(#[\SensitiveParameter] string $text, #[\SensitiveParameter] mixed $value): string
    {
        if (is_string($value) || (is_int($value) && strlen((string) $value) >= 6)) { // short numbers occur in every text
            return Redaction::secret($text, (string) $value);
        }
        if (is_array($value) || $value instanceof stdClass) {
            foreach ((array) $value as $member) {
                $text = self::redactValue($text, $member);
            }
        }
        return $text;
    }

    // ---- the response ----

    /** A segment of our own URL is the collection, or a folder above it, even if it looks like an id. */
    private function locationId(): ?string
    {
        if ($this->location === null || $this->isLocationAmbiguous) {
            return null;
        }
        $id = Uri::locationId($this->location);
        return $id !== null && !in_array($id, array_slice(explode('/', $this->url), 1), true) ? $id : null;
    }

    public function judge(): Fit
    {
        if (!$this->isRetrySafe) {
            return $this->locationId() === null ? Fit::Unclear : Fit::Fits;
        }
        $read = match ($this->kind) {
            'retrieve' => WireResponse::state($this->settings->wire, $this->responseBody, (string) $this->id),
            'retention.get' => WireResponse::retention($this->responseBody),
            default => Html::is($this->responseBody),
        };
        if ($read === true) {
            return Fit::Rejected;
        }
        if (!$read instanceof Failure) {
            return Fit::Fits;
        }
        return $read->isOtherRequest || $this->location !== null ? Fit::Foreign : Fit::Unclear;
    }

    /** A retried DELETE that finds nothing was processed the first time. */
    private function wasDoneBefore(): bool
    {
        $failure = $this->failure;
        return $failure !== null && Tables::OPERATIONS[$this->kind][1] && $failure->domain === Domain::Api && $failure->httpStatus === 404
            && $failure->apiCode < 0 && $this->mayHaveBeenProcessed;
    }

    public function conclude(): ?Failure
    {
        if ($this->failure === null || $this->wasDoneBefore()) {
            return null;
        }
        $this->failure->requestId = $this->id ?? $this->failure->requestId;
        return $this->failure;
    }

    private function notUnderstood(Failure $failure, bool $hasId = true): Failure
    {
        $failure->httpStatus = $this->status;
        $failure->outcome = $this->isRetrySafe && !$this->isResponseLost ? CotpOutcome::Answered : CotpOutcome::Unknown;
        $failure->requestId = $hasId ? $this->id : null;
        return $failure;
    }

    /** The page of a login or a firewall has a 2xx status too, but does not mean that anything was done. */
    public function pageFault(): ?Failure
    {
        return Html::is($this->responseBody) ? $this->notUnderstood(Failure::protocol("$this->method $this->route: the service responded "
            . "with HTTP $this->status and an HTML page, such as the page of a login or a firewall")) : null;
    }

    /** Returns the id of a form that was sent. */
    public function readSent(): string|Failure
    {
        $failure = $this->conclude();
        $id = $this->locationId();
        if ($failure !== null) {
            // the response may have been lost after its headers, which contain the id
            $failure->requestId ??= $this->status >= 200 && $this->status < 300 ? $id : null;
            return $failure;
        }
        return $id ?? $this->notUnderstood(Failure::protocol("$this->method $this->route: the service responded with HTTP $this->status "
            . 'but without a Location header that ends in a request id, ' . Tables::MAY_BE_SENT));
    }

    public function readState(): CotpState|Failure
    {
        $failure = $this->conclude();
        if ($failure !== null) {
            return $failure;
        }
        $state = WireResponse::state($this->settings->wire, $this->responseBody, (string) $this->id);
        return $state instanceof Failure ? $this->notUnderstood($state) : $state;
    }

    public function readRetention(): \CotpRetention|Failure
    {
        $retention = WireResponse::retention($this->responseBody);
        return $retention instanceof Failure ? $this->notUnderstood($retention) : $retention;
    }
}
