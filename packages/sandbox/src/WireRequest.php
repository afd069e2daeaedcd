<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** A request in its HTTP form, on its way from a client to a worker. */
final class WireRequest
{
    private const LARGEST_HEAD = 65536;
    private const LARGEST_BODY = 1048576;
    /** PHP writes larger bodies to a temporary file before it runs a script; a card number must not get there. */
    private const LARGEST_FORM = 8192;
    private const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'expect', 'te', 'upgrade', 'http2-settings'];

    /** @param list<string> $headerLines */
    private function __construct(
        private string $requestLine,
        private array $headerLines,
        private string $body,
        public readonly bool $wantsClose,
    ) {
    }

    /**
     * Removes the first complete request from $bytes.
     * @param bool $wantsContinue set to true if the client waits for "100 Continue"
     * @return ?self null as long as the request is incomplete
     */
    public static function take(string &$bytes, bool &$wantsContinue): ?self
    {
        $end = strpos($bytes, "\r\n\r\n");
        if ($end === false || $end > self::LARGEST_HEAD) {
            return strlen($bytes) > self::LARGEST_HEAD ? throw new BadRequest(431) : null;
        }
        $lines = explode("\r\n", substr($bytes, 0, $end));
        $requestLine = array_shift($lines);
        if (!preg_match('~^([A-Z]{1,16}) (/[\x21-\x7e]*) HTTP/1\.([01])$~D', $requestLine, $match)) {
            throw new BadRequest(400);
        }
        $headers = self::headers($lines);
        $length = self::bodyLength($headers, $match[2]);
        if (strlen($bytes) < $end + 4 + $length) {
            $wantsContinue = strtolower($headers['expect'] ?? '') === '100-continue';
            return null;
        }
        $body = substr($bytes, $end + 4, $length);
        $bytes = substr($bytes, $end + 4 + $length);
        $connection = strtolower($headers['connection'] ?? '');
        $wantsClose = $match[3] === '0' || str_contains($connection, 'close');
        return new self($requestLine, self::endToEnd($lines), $body, $wantsClose);
    }

    /** Returns the request for a worker, which handles one request per connection. */
    public function bytes(): string
    {
        return implode("\r\n", [$this->requestLine, ...$this->headerLines, 'Connection: close']) . "\r\n\r\n" . $this->body;
    }

    /**
     * @param list<string> $lines
     * @return array<string, string>
     */
    private static function headers(array $lines): array
    {
        $headers = [];
        foreach ($lines as $line) {
            if (!preg_match('/^([!#$%&\'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x08\x0a-\x1f]*?)[ \t]*$/D', $line, $match)) {
                throw new BadRequest(400);
            }
            $name = strtolower($match[1]);
            if (isset($headers[$name]) && in_array($name, ['content-length', 'host', 'authorization'], true)) {
                throw new BadRequest(400);
            }
            $headers[$name] = $match[2];
        }
        return $headers;
    }

    /** @param array<string, string> $headers */
    private static function bodyLength(array $headers, string $target): int
    {
        if (isset($headers['transfer-encoding'])) {
            throw new BadRequest(411);
        }
        $length = $headers['content-length'] ?? '0';
        if (!preg_match('/^\d{1,9}$/D', $length)) {
            throw new BadRequest(400);
        }
        if ((int) $length > (str_starts_with($target, '/api/') ? self::LARGEST_BODY : self::LARGEST_FORM)) {
            throw new BadRequest(413);
        }
        return (int) $length;
    }

    /**
     * @param list<string> $lines
     * @return list<string>
     */
    private static function endToEnd(array $lines): array
    {
        return array_values(array_filter(
            $lines,
            static fn (string $line): bool => !in_array(strtolower((string) strstr($line, ':', true)), self::HOP_BY_HOP, true),
        ));
    }
}
