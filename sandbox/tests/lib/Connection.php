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
        while (true) {
            $reply = Reply::parse($this->received);
            if ($reply !== null && ($reply->isWhole || feof($this->stream))) {
                $this->received = '';
                return $reply;
            }
            $bytes = fread($this->stream, 65536);
            if ($bytes === false || ($bytes === '' && feof($this->stream))) {
                $this->received = '';
                return $reply;
            }
            if ($bytes === '') {
                throw new RuntimeException('the sandbox neither answers nor closes');
            }
            $this->received .= $bytes;
        }
    }

    /** Reads until the sandbox closes. */
    public function everything(): string
    {
        return (string) stream_get_contents($this->stream);
    }
}
