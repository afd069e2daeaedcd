<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests\Support;

use PHPUnit\Framework\Assert;
use RuntimeException;

/** A plain socket to the sandbox: tests see what HTTP libraries hide, such as no response, half a response, a kept connection. */
final class Connection
{
    /** @var resource */
    private $stream;
    private string $received = '';

    public function __construct(string $origin)
    {
        $stream = stream_socket_client(str_replace('http://', 'tcp://', $origin), $code, $text, 10);
        $this->stream = $stream !== false ? $stream : throw new RuntimeException("cannot connect: $text");
        stream_set_timeout($stream, 20);
    }

    public function write(string $bytes): void
    {
        fwrite($this->stream, $bytes);
    }

    /** @param list<string> $headers */
    public function request(string $method, string $path, array $headers = [], string $body = ''): void
    {
        $lines = ["$method $path HTTP/1.1", 'Host: ' . stream_socket_get_name($this->stream, true), 'Content-Length: ' . strlen($body), ...$headers];
        $this->write(implode("\r\n", $lines) . "\r\n\r\n" . $body);
    }

    /** Reads one response and keeps the connection open. */
    public function reply(): Reply
    {
        return $this->replyOrNothing() ?? Assert::fail('the connection was closed without a response');
    }

    /**
     * Reads one response and keeps the connection open.
     * @return ?Reply null if the connection was closed without a response
     */
    public function replyOrNothing(): ?Reply
    {
        while (($reply = Reply::take($this->received)) === null || !$reply->isWhole) {
            if (!$this->readMore()) {
                return $reply;
            }
        }
        return $reply;
    }

    /** Reads until the sandbox closes the connection. */
    public function everything(): string
    {
        while ($this->readMore()) {
        }
        return $this->received;
    }

    /** Whether there is unread data. */
    public function hasData(): bool
    {
        $readable = [$this->stream];
        $none = null;
        return $this->received !== '' || stream_select($readable, $none, $none, 0) > 0;
    }

    /** @return bool false if the connection is closed */
    private function readMore(): bool
    {
        $bytes = (string) fread($this->stream, 65536);
        if (stream_get_meta_data($this->stream)['timed_out']) {
            throw new RuntimeException('the sandbox neither responds nor closes the connection');
        }
        $this->received .= $bytes;
        return $bytes !== '' || !feof($this->stream);
    }
}
