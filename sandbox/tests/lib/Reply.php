<?php
declare(strict_types=1);

namespace CotpSandbox\Tests;

/** One HTTP answer as it was read from the socket. */
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

    public static function parse(string $bytes): ?self
    {
        [$head, $body] = explode("\r\n\r\n", $bytes, 2) + [1 => null];
        if ($body === null || !preg_match('~^HTTP/1\.1 (\d{3}) ~', $head, $match)) {
            return null;
        }
        $headers = [];
        foreach (array_slice(explode("\r\n", $head), 1) as $line) {
            [$name, $value] = explode(':', $line, 2);
            $headers[strtolower($name)] = trim($value);
        }
        return new self((int) $match[1], $headers, $body, strlen($body) === (int) $headers['content-length']);
    }

    public function json(): mixed
    {
        return json_decode($this->body, true);
    }

    public function errorCode(): ?int
    {
        return $this->json()['code'] ?? null;
    }

    /** The last part of Location: a request's id, or a link's. */
    public function locationId(): string
    {
        return basename($this->headers['location'] ?? '');
    }
}
