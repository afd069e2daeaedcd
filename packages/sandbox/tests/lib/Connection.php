<?php
declare(strict_types=1);

namespace CotpSandbox\Tests;

use RuntimeException;

/** A plain socket to the sandbox, so that tests see what HTTP libraries hide: no answer, half an answer, a kept connection. */
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

    /** Reads one answer and leaves the connection open; null when it was closed without one. */
    public function reply(): ?Reply
    {
        while (($reply = Reply::take($this->received)) === null || !$reply->isWhole) {
            if (!$this->readMore()) {
                return $reply;
            }
        }
        return $reply;
    }

    /** Reads until the sandbox closes. */
    public function everything(): string
    {
        while ($this->readMore()) {
        }
        return $this->received;
    }

    /** Whether anything has come that was not read yet. */
    public function hasNews(): bool
    {
        $readable = [$this->stream];
        $none = null;
        return $this->received !== '' || stream_select($readable, $none, $none, 0) > 0;
    }

    /** @return bool false when the connection is closed */
    private function readMore(): bool
    {
        $bytes = (string) fread($this->stream, 65536);
        if (stream_get_meta_data($this->stream)['timed_out']) {
            throw new RuntimeException('the sandbox neither answers nor closes');
        }
        $this->received .= $bytes;
        return $bytes !== '' || !feof($this->stream);
    }
}
