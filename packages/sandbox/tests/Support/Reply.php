<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests\Support;

/** An HTTP response as it was read from the socket. */
final class Reply
{
    /** @param array<string, string> $headers names in lower case */
    public function __construct(
        public readonly int $status,
        public readonly array $headers,
        public readonly string $body,
        public readonly bool $isWhole,
    ) {
    }

    /** Removes a complete response from the front of $bytes. Returns an incomplete one without removing it, or null if there is none. */
    public static function take(string &$bytes): ?self
    {
        [$head, $rest] = explode("\r\n\r\n", $bytes, 2) + [1 => null];
        if ($rest === null || !preg_match('~^HTTP/1\.1 (\d{3}) ~', $head, $match)) {
            return null;
        }
        $headers = [];
        foreach (array_slice(explode("\r\n", $head), 1) as $line) {
            [$name, $value] = explode(':', $line, 2);
            $headers[strtolower($name)] = trim($value);
        }
        $length = (int) $headers['content-length'];
        $isWhole = strlen($rest) >= $length;
        if ($isWhole) {
            $bytes = substr($rest, $length);
        }
        return new self((int) $match[1], $headers, substr($rest, 0, $length), $isWhole);
    }

    public function json(): mixed
    {
        return json_decode($this->body, true);
    }

    public function errorCode(): ?int
    {
        return $this->json()['code'] ?? null;
    }

    /** The last segment of Location: the id of a request or of a link. */
    public function locationId(): string
    {
        return basename($this->headers['location'] ?? '');
    }
}
