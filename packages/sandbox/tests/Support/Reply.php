<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests\Support;

use PHPUnit\Framework\Assert;
use SimpleXMLElement;

/** An HTTP response as it was read from the socket. */
final class Reply
{
    private const BYTE_ORDER_MARK = "\u{FEFF}";

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
        $end = strpos($bytes, "\r\n\r\n");
        if ($end === false || !preg_match('~^HTTP/1\.1 (\d{3}) ~', $bytes, $match)) {
            return null;
        }
        [$head, $rest] = [substr($bytes, 0, $end), substr($bytes, $end + 4)];
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

    /** Returns a member of the body, also of a member of a member; null if there is none. */
    public function at(string|int ...$path): mixed
    {
        $value = $this->json();
        foreach ($path as $name) {
            $value = is_array($value) ? $value[$name] ?? null : null;
        }
        return $value;
    }

    /** Returns a text in the body. */
    public function text(string|int ...$path): string
    {
        $value = $this->at(...$path);
        return is_string($value) ? $value : Assert::fail('no text at ' . implode('.', $path) . " in {$this->body}");
    }

    /** Returns a number in the body. */
    public function number(string|int ...$path): float
    {
        $value = $this->at(...$path);
        return is_int($value) || is_float($value) ? (float) $value : Assert::fail('no number at ' . implode('.', $path) . " in {$this->body}");
    }

    /** @return array<array-key, mixed> an array or an object in the body */
    public function members(string|int ...$path): array
    {
        $value = $this->at(...$path);
        return is_array($value) ? $value : Assert::fail('no array at ' . implode('.', $path) . " in {$this->body}");
    }

    /** Returns the body as XML, which has to begin with a byte order mark. */
    public function xml(): SimpleXMLElement
    {
        Assert::assertStringStartsWith(self::BYTE_ORDER_MARK, $this->body);
        return simplexml_load_string(substr($this->body, strlen(self::BYTE_ORDER_MARK))) ?: Assert::fail("not XML: {$this->body}");
    }

    /** @return list<string> one text of each element of the list that the body is */
    public function texts(string $name): array
    {
        return array_map(fn (int|string $index): string => $this->text($index, $name), array_keys($this->members()));
    }

    /** @return array{code: int, message: string, moreInfo: string} an error in XML */
    public function xmlMembers(): array
    {
        $block = $this->xml();
        Assert::assertSame('ErrorBlock', $block->getName());
        return ['code' => (int) $block->code, 'message' => (string) $block->message, 'moreInfo' => (string) $block->moreInfo];
    }

    public function errorCode(): ?int
    {
        $code = $this->at('code');
        return is_int($code) ? $code : null;
    }

    /** The last segment of Location: the id of a request or of a link. */
    public function locationId(): string
    {
        return basename($this->headers['location'] ?? '');
    }
}
