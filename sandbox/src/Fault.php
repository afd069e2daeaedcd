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
        $unknown = array_diff(array_keys($order), ['kind', 'processed', 'seconds', 'code', 'xml', 'status', 'retry_after']);
        $kind = $order['kind'] ?? '';
        $seconds = $order['seconds'] ?? 0;
        $status = $order['status'] ?? 0;
        $processes = $order['processed'] ?? self::KINDS[$kind] ?? null;
        $valid = $unknown === [] && is_bool($processes) && is_bool($order['xml'] ?? false)
            && (is_int($seconds) || is_float($seconds)) && $seconds >= 0 && $seconds <= self::LONGEST_HOLD
            && is_int($order['retry_after'] ?? 0)
            && ($kind !== 'delay' || $seconds > 0)
            && ($kind !== 'error' || isset(ApiError::TABLE[$order['code'] ?? 0]))
            && ($kind !== 'status' || (is_int($status) && $status >= 200 && $status <= 599))
            && (!str_starts_with((string) $kind, 'drop_') || !isset($order['processed']));
        if (!is_string($kind) || !isset(self::KINDS[$kind]) || !$valid) {
            throw new ApiError(-125, 'Not a fault; sandbox/README.md lists them.');
        }
        return new self($kind, $processes, (float) $seconds, $order['code'] ?? 0, $order['xml'] ?? false, $status, $order['retry_after'] ?? null);
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
                $error = new ApiError($this->code, 'A fault ordered from the sandbox.');
                return $this->xml ? $error->xml() : $error->answer($request);
            case 'status':
                return new Answer($this->status);
            case 'html':
                return Answer::html($this->status ?: 200, '<!DOCTYPE html><title>Proxy</title><p>This page stands between you and the service.');
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
