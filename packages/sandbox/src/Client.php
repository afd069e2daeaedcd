<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** A client's connection to the front: one request at a time, kept alive between requests. */
final class Client
{
    private const READ_SIZE = 65536;
    /** More than one request of the largest size: no real client sends so much ahead. */
    private const LARGEST_BACKLOG = 2 * 1048576;

    private string $received = '';
    private string $toSend = '';
    private bool $continueSent = false;
    private bool $closesWhenSent = false;
    private ?WireRequest $current = null;
    private ?WireResponse $delayed = null;
    private float $delayedUntil = 0.0;
    public bool $isClosed = false;

    /** @param resource $stream */
    public function __construct(public readonly mixed $stream)
    {
        stream_set_blocking($stream, false);
    }

    public function receive(): void
    {
        $bytes = @fread($this->stream, self::READ_SIZE);
        if ($bytes === false || ($bytes === '' && feof($this->stream)) || strlen($this->received) > self::LARGEST_BACKLOG) {
            $this->close();
            return;
        }
        $this->received .= $bytes;
    }

    /** @return ?WireRequest the next request, once it is complete and the response to the previous one is sent */
    public function next(): ?WireRequest
    {
        if ($this->isClosed || $this->current !== null || $this->toSend !== '') {
            return null;
        }
        $wantsContinue = false;
        try {
            $this->current = WireRequest::take($this->received, $wantsContinue);
        } catch (BadRequest $fault) {
            $this->closesWhenSent = true;
            $this->toSend = WireResponse::plain($fault->getCode(), 'Request not accepted')->bytes(true);
            return null;
        }
        if ($wantsContinue && !$this->continueSent) {
            $this->continueSent = true;
            fwrite($this->stream, "HTTP/1.1 100 Continue\r\n\r\n");
        }
        return $this->current;
    }

    public function respond(WireResponse $response): void
    {
        $this->delayed = $response;
        $this->delayedUntil = self::monotonic() + $response->delay;
        $this->release();
    }

    /** Sends the delayed response once its delay has passed. */
    public function release(): void
    {
        if ($this->delayed === null || $this->isClosed || self::monotonic() < $this->delayedUntil) {
            return;
        }
        $response = $this->delayed;
        $wantsClose = $this->current->wantsClose ?? false;
        $this->delayed = $this->current = null;
        $this->continueSent = false;
        if ($response->drops) {
            $this->close();
            return;
        }
        $this->closesWhenSent = $wantsClose || $response->cuts;
        $this->toSend = $response->bytes($wantsClose);
        $this->send();
    }

    public function secondsDelayed(): ?float
    {
        return $this->delayed === null ? null : max(0.0, $this->delayedUntil - self::monotonic());
    }

    public function hasToSend(): bool
    {
        return $this->toSend !== '';
    }

    public function send(): void
    {
        $sent = @fwrite($this->stream, $this->toSend);
        if ($sent === false) {
            $this->close();
            return;
        }
        $this->toSend = substr($this->toSend, $sent);
        if ($this->toSend === '' && $this->closesWhenSent) {
            $this->close();
        }
    }

    private function close(): void
    {
        if (!$this->isClosed) {
            $this->isClosed = true;
            fclose($this->stream);
        }
    }

    private static function monotonic(): float
    {
        return hrtime(true) / 1e9;
    }
}
