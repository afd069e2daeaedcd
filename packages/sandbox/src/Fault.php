<?php
declare(strict_types=1);

namespace CotpSandbox;

/** One thing that goes wrong, and how. */
final class Fault
{
    /** @var array<string, bool> kind => whether the call is processed, when the order does not say */
    private const KINDS = [
        'error' => false, 'status' => false, 'html' => false, 'redirect' => false, 'drop_before' => false,
        'drop_after' => true, 'cut_short' => true, 'delay' => true, 'junk' => true, 'oversize' => true, 'no_location' => true,
    ];
    private const OVERSIZE = 2 * 1024 * 1024;
    private const LONGEST_HOLD = 600.0;

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

    /** @param array<string, mixed> $order */
    public static function fromOrder(array $order): self
    {
        $whole = $order + ['kind' => '', 'processed' => null, 'seconds' => 0, 'code' => 0, 'xml' => false, 'status' => 0, 'retry_after' => null];
        if (count($whole) > 7 || !self::hasRightTypes($whole) || !self::makesSense($whole)) {
            throw new ApiError(-125, 'This is not a valid fault; see the list in sandbox/README.md.');
        }
        return new self(
            $whole['kind'], $whole['processed'] ?? self::KINDS[$whole['kind']], (float) $whole['seconds'],
            $whole['code'], $whole['xml'], $whole['status'], $whole['retry_after'],
        );
    }

    /** @param array<string, mixed> $order with every name */
    private static function hasRightTypes(array $order): bool
    {
        return is_string($order['kind']) && ($order['processed'] === null || is_bool($order['processed']))
            && (is_int($order['seconds']) || is_float($order['seconds'])) && is_int($order['code']) && is_bool($order['xml'])
            && is_int($order['status']) && ($order['retry_after'] === null || is_int($order['retry_after']));
    }

    /** @param array<string, mixed> $order of the right types */
    private static function makesSense(array $order): bool
    {
        return isset(self::KINDS[$order['kind']])
            && $order['seconds'] >= 0 && $order['seconds'] <= self::LONGEST_HOLD
            && ($order['status'] === 0 || ($order['status'] >= 200 && $order['status'] <= 599))
            && match ($order['kind']) {
                'delay' => $order['seconds'] > 0,
                'error' => isset(ApiError::TABLE[$order['code']]),
                'status' => $order['status'] !== 0,
                'drop_before', 'drop_after' => $order['processed'] === null,      // the name has said it
                default => true,
            };
    }

    /** @param ?Answer $answer what the API would have answered; null when the call was not processed */
    public function applyTo(HttpRequest $request, ?Answer $answer): Answer
    {
        $spoiled = $this->spoil($request, $answer ?? new Answer(200));
        if ($this->seconds > 0) {
            $spoiled->headers[Answer::HOLD] = (string) $this->seconds;
        }
        if ($this->retryAfter !== null) {
            $spoiled->headers['Retry-After'] = (string) $this->retryAfter;
        }
        return $spoiled;
    }

    private function spoil(HttpRequest $request, Answer $answer): Answer
    {
        switch ($this->kind) {
            case 'error':
                $error = new ApiError($this->code, 'A simulated fault of the sandbox.');
                return $this->xml ? $error->xml() : $error->answer($request);
            case 'status':
                return new Answer($this->status);
            case 'html':
                return Answer::html($this->status ?: 200, '<!DOCTYPE html><title>Proxy</title><p>This page comes from a proxy, not from the service.');
            case 'redirect':
                return new Answer($this->status ?: 302, '', ['Location' => $request->origin() . '/sandbox/redirected']);
            case 'junk':
                $answer->body = "{\"RequestID\":\"\x00\xff\xfe" . str_repeat('[', 100);
                break;
            case 'oversize':
                $answer->body = '{"padding":"' . str_repeat('x', self::OVERSIZE) . '"}';
                break;
            case 'no_location':
                unset($answer->headers['Location']);
                break;
            case 'cut_short':
                $answer->headers[Answer::CONNECTION] = 'cut';
                break;
            case 'drop_before':
            case 'drop_after':
                $answer->headers[Answer::CONNECTION] = 'drop';
                break;
            case 'delay':                   // the answer itself is whole
                break;
        }
        return $answer;
    }
}
