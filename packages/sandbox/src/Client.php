<?php
declare(strict_types=1);

namespace CotpSandbox;

/** A client's connection, as the front sees it: one request at a time, kept alive between them. */
final class Client
{
    private const READ_SIZE = 65536;
    /** More than one request of the largest size: nobody sends that far ahead in earnest. */
    private const LARGEST_BACKLOG = 2 * 1048576;

    private string $received = '';
    private string $toSend = '';
    private bool $continueSent = false;
    private bool $closesWhenSent = false;
    private ?WireRequest $current = null;
    private ?WireAnswer $held = null;
    private float $heldUntil = 0.0;
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

    /** @return ?WireRequest the next request, once it is whole and the one before it is answered */
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
            $this->toSend = WireAnswer::plain($fault->getCode(), 'Request not accepted')->bytes(true);
            return null;
        }
        if ($wantsContinue && !$this->continueSent) {
            $this->continueSent = true;
            fwrite($this->stream, "HTTP/1.1 100 Continue\r\n\r\n");
        }
        return $this->current;
    }

    public function answer(WireAnswer $answer): void
    {
        $this->held = $answer;
        $this->heldUntil = self::monotonic() + $answer->hold;
        $this->release();
    }

    /** Lets a held answer go when its time has come. */
    public function release(): void
    {
        if ($this->held === null || $this->isClosed || self::monotonic() < $this->heldUntil) {
            return;
        }
        $answer = $this->held;
        $request = $this->current;
        $this->held = $this->current = null;
        $this->continueSent = false;
        if ($answer->drops) {
            $this->close();
            return;
        }
        $this->closesWhenSent = $request->wantsClose || $answer->cuts;
        $this->toSend = $answer->bytes($request->wantsClose);
        $this->send();
    }

    public function secondsHeld(): ?float
    {
        return $this->held === null ? null : max(0.0, $this->heldUntil - self::monotonic());
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
