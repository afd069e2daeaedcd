<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** A response in its HTTP form, on its way from a worker to a client, without the worker's instructions. */
final class WireResponse
{
    private const REPLACED = ['connection', 'content-length', 'host', 'date'];
    private const MISSING_BYTES = 100;

    /** @param list<string> $headerLines */
    private function __construct(
        private string $statusLine,
        private array $headerLines,
        private string $body,
        private int $length,
        public readonly float $delay,
        public readonly bool $drops,
        public readonly bool $cuts,
    ) {
    }

    public static function plain(int $status, string $reason): self
    {
        return new self("HTTP/1.1 $status $reason", ['Content-Type: text/plain'], "$reason\n", strlen($reason) + 1, 0.0, false, false);
    }

    /** @return ?self null if the worker's response is not HTTP */
    public static function fromWorker(string $bytes): ?self
    {
        $parts = explode("\r\n\r\n", $bytes, 2);
        $lines = explode("\r\n", $parts[0]);
        $body = $parts[1] ?? null;
        $statusLine = array_shift($lines);
        if ($body === null || !str_starts_with($statusLine, 'HTTP/')) {
            return null;
        }
        $instructions = ['delay' => '0', 'connection' => '', 'length' => (string) strlen($body)];
        $kept = [];
        foreach ($lines as $line) {
            [$name, $value] = explode(':', $line, 2) + [1 => ''];
            if (stripos($name, Response::FRONT_PREFIX) === 0) {
                $instructions[strtolower(substr($name, strlen(Response::FRONT_PREFIX)))] = trim($value);
            } elseif (!in_array(strtolower($name), self::REPLACED, true)) {
                $kept[] = $line;
            }
        }
        $statusLine = 'HTTP/1.1' . substr($statusLine, strlen('HTTP/1.1'));
        $connection = $instructions['connection'];
        return new self($statusLine, $kept, $body, (int) $instructions['length'], (float) $instructions['delay'], $connection === 'drop', $connection === 'cut');
    }

    public function bytes(bool $closes): string
    {
        $length = $this->length + ($this->cuts ? self::MISSING_BYTES : 0);
        $lines = [$this->statusLine, ...$this->headerLines, 'Date: ' . gmdate('D, d M Y H:i:s') . ' GMT', "Content-Length: $length"];
        if ($closes) {
            $lines[] = 'Connection: close';
        }
        return implode("\r\n", $lines) . "\r\n\r\n" . $this->body;
    }
}
