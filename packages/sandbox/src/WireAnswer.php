<?php
declare(strict_types=1);

namespace CotpSandbox;

/** One answer on its way from a worker to a client, with the worker's orders taken out of it. */
final class WireAnswer
{
    private const REPLACED = ['connection', 'content-length', 'host', 'date'];
    private const MISSING_BYTES = 100;

    /** @param list<string> $headerLines */
    private function __construct(
        private string $statusLine,
        private array $headerLines,
        private string $body,
        public readonly float $hold,
        public readonly bool $drops,
        public readonly bool $cuts,
    ) {
    }

    public static function plain(int $status, string $reason): self
    {
        return new self("HTTP/1.1 $status $reason", ['Content-Type: text/plain'], "$reason\n", 0.0, false, false);
    }

    /** @return ?self null when the worker did not answer in HTTP */
    public static function fromWorker(string $bytes): ?self
    {
        [$head, $body] = explode("\r\n\r\n", $bytes, 2) + [1 => null];
        $lines = explode("\r\n", $head);
        $statusLine = array_shift($lines);
        if ($body === null || !str_starts_with($statusLine, 'HTTP/')) {
            return null;
        }
        $orders = ['hold' => '0', 'connection' => ''];
        $kept = [];
        foreach ($lines as $line) {
            [$name, $value] = explode(':', $line, 2) + [1 => ''];
            if (stripos($name, Answer::FRONT_PREFIX) === 0) {
                $orders[strtolower(substr($name, strlen(Answer::FRONT_PREFIX)))] = trim($value);
            } elseif (!in_array(strtolower($name), self::REPLACED, true)) {
                $kept[] = $line;
            }
        }
        $statusLine = 'HTTP/1.1' . substr($statusLine, strlen('HTTP/1.1'));
        return new self($statusLine, $kept, $body, (float) $orders['hold'], $orders['connection'] === 'drop', $orders['connection'] === 'cut');
    }

    public function bytes(bool $closes): string
    {
        $length = strlen($this->body) + ($this->cuts ? self::MISSING_BYTES : 0);
        $lines = [$this->statusLine, ...$this->headerLines, 'Date: ' . gmdate('D, d M Y H:i:s') . ' GMT', "Content-Length: $length"];
        if ($closes) {
            $lines[] = 'Connection: close';
        }
        return implode("\r\n", $lines) . "\r\n\r\n" . $this->body;
    }
}
