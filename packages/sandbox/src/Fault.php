<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/**
 * A simulated fault.
 *
 * @phpstan-type FaultBody array{kind: string, processed: ?bool, seconds: int|float, code: int, xml: bool, status: int, retry_after: ?int}
 */
final class Fault
{
    /** @var array<string, bool> kind => whether the request is processed, unless "processed" overrides it */
    public const KINDS = [
        'error' => false, 'status' => false, 'html' => false, 'redirect' => false, 'drop_before' => false,
        'drop_after' => true, 'cut_short' => true, 'delay' => true, 'junk' => true, 'oversize' => true, 'no_location' => true,
    ];
    private const OVERSIZE = 2 * 1024 * 1024;
    private const LONGEST_DELAY = 600.0;

    private function __construct(
        private string $kind,
        public readonly bool $processes,
        private float $seconds,
        private int $code,
        private bool $xml,
        private int $status,
        private ?int $retryAfter,
    ) {
    }

    /** @param array<mixed> $body */
    public static function fromArray(array $body): self
    {
        $whole = $body + ['kind' => '', 'processed' => null, 'seconds' => 0, 'code' => 0, 'xml' => false, 'status' => 0, 'retry_after' => null];
        if (!self::hasRightTypes($whole) || !self::makesSense($whole)) {
            throw new ApiError(-125, 'This is not a valid fault; see the list in the README of the sandbox.');
        }
        return new self(
            $whole['kind'], $whole['processed'] ?? self::KINDS[$whole['kind']], (float) $whole['seconds'],
            $whole['code'], $whole['xml'], $whole['status'], $whole['retry_after'],
        );
    }

    /**
     * @param array<mixed> $body with all members
     * @phpstan-assert-if-true FaultBody $body
     */
    private static function hasRightTypes(array $body): bool
    {
        return count($body) === 7 && is_string($body['kind']) && ($body['processed'] === null || is_bool($body['processed']))
            && (is_int($body['seconds']) || is_float($body['seconds'])) && is_int($body['code']) && is_bool($body['xml'])
            && is_int($body['status']) && ($body['retry_after'] === null || is_int($body['retry_after']));
    }

    /** @param FaultBody $body */
    private static function makesSense(array $body): bool
    {
        return isset(self::KINDS[$body['kind']])
            && $body['seconds'] >= 0 && $body['seconds'] <= self::LONGEST_DELAY
            && ($body['status'] === 0 || ($body['status'] >= 200 && $body['status'] <= 599))
            && match ($body['kind']) {
                'delay' => $body['seconds'] > 0,
                'error' => isset(ApiError::TABLE[$body['code']]),
                'status' => $body['status'] !== 0,
                'drop_before', 'drop_after' => $body['processed'] === null,      // implied by the kind
                default => true,
            };
    }

    /** @param ?Response $response the API's response, or null if the request was not processed */
    public function applyTo(HttpRequest $request, ?Response $response, ErrorForm $errors): Response
    {
        $changed = $this->change($request, $response ?? new Response(200), $errors);
        if ($this->seconds > 0) {
            $changed->headers[Response::DELAY] = (string) $this->seconds;
        }
        if ($this->retryAfter !== null) {
            $changed->headers['Retry-After'] = (string) $this->retryAfter;
        }
        return $changed;
    }

    private function change(HttpRequest $request, Response $response, ErrorForm $errors): Response
    {
        switch ($this->kind) {
            case 'error':
                $error = new ApiError($this->code, 'A simulated fault of the sandbox.');
                return $this->xml ? $error->xml() : $errors->response($error, $request);
            case 'status':
                return new Response($this->status);
            case 'html':
                return Response::html($this->status ?: 200, '<!DOCTYPE html><title>Proxy</title><p>This page comes from a proxy, not from the service.');
            case 'redirect':
                return new Response($this->status ?: 302, '', ['Location' => $request->origin() . '/sandbox/redirected']);
            case 'junk':
                $response->body = "{\"RequestID\":\"\x00\xff\xfe" . str_repeat('[', 100);
                break;
            case 'oversize':
                $response->body = '{"padding":"' . str_repeat('x', self::OVERSIZE) . '"}';
                break;
            case 'no_location':
                unset($response->headers['Location']);
                break;
            case 'cut_short':
                $response->headers[Response::CONNECTION] = 'cut';
                break;
            case 'drop_before':
            case 'drop_after':
                $response->headers[Response::CONNECTION] = 'drop';
                break;
            case 'delay':                   // the response itself is complete
                break;
        }
        return $response;
    }
}
