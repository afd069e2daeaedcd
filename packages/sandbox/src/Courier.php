<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/**
 * The process that posts callbacks, and applies due changes even if no request arrives.
 *
 * @phpstan-import-type CallbackRow from Callbacks
 */
final class Courier
{
    private const TICK_MICROSECONDS = 200_000;
    private const TIMEOUT_SECONDS = 5.0;

    private Clock $clock;
    private Callbacks $callbacks;
    private Progress $progress;

    public function __construct(Store $store, Variant $variant, private CallbackTarget $target)
    {
        $this->clock = new Clock($store);
        $this->callbacks = new Callbacks($store, $variant);
        $requests = new CardRequests($store, $this->clock, $this->callbacks);
        $this->progress = new Progress($store, $this->clock, $requests, new Cards($store, $this->clock, $variant));
    }

    /**
     * Works at every tick, and immediately when the front writes a byte.
     * @param resource $input
     */
    public function runUntilEndOf($input): void
    {
        stream_set_blocking($input, false);
        do {
            $this->progress->applyDue();
            while (($callback = $this->callbacks->due($this->clock->now())) !== null) {
                $this->deliver($callback);
            }
            $readable = [$input];
            $none = null;
            if (@stream_select($readable, $none, $none, 0, self::TICK_MICROSECONDS)) {
                fread($input, 8192);
            }
        } while (!feof($input));
    }

    /** @param CallbackRow $callback */
    private function deliver(array $callback): void
    {
        $url = $this->target->allowed($callback['url']);
        [$result, $text] = $url === null
            ? [DeliveryResult::Refused, 'not a host on this machine, and not allowed with --callback-host']
            : self::post($url, $callback['body']);
        $this->callbacks->attempted($callback, $result, $text, $this->clock->now());
    }

    /** @return array{DeliveryResult, string} */
    private static function post(string $url, string $body): array
    {
        $context = stream_context_create(['http' => [
            'method' => 'POST',
            'header' => ['Content-Type: application/json', 'Connection: close', 'User-Agent: cotp-sandbox'],
            'content' => $body,
            'protocol_version' => 1.1,
            'timeout' => self::TIMEOUT_SECONDS,
            'ignore_errors' => true,
            'follow_location' => 0,         // a redirect could lead away from this machine
        ]]);
        $stream = @fopen($url, 'r', false, $context);
        if ($stream === false) {
            return [DeliveryResult::Failed, 'no response'];
        }
        $headers = (array) (stream_get_meta_data($stream)['wrapper_data'] ?? []);
        $status = Json::text($headers[0] ?? null);
        fclose($stream);
        $succeeded = (bool) preg_match('~^HTTP/\S+ 2\d\d~', $status);
        return [$succeeded ? DeliveryResult::Delivered : DeliveryResult::Failed, $status];
    }
}
