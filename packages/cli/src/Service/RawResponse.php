<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Service;

/** A response of the service, or the lack of one (status 0). */
final readonly class RawResponse
{
    /** @param array<string, string> $headers by names in lower case */
    public function __construct(public int $status, public array $headers = [], public string $body = '', public string $failure = '')
    {
    }

    public function isSuccess(): bool
    {
        return $this->status >= 200 && $this->status < 300;
    }

    /** @return array<array-key, mixed>|null the body, if it is a JSON object or array */
    public function json(): ?array
    {
        $decoded = json_decode($this->body, true, 64);
        return is_array($decoded) ? $decoded : null;
    }

    public function error(): ServiceError
    {
        return ServiceError::parse($this->body);
    }

    public function isHtml(): bool
    {
        return preg_match('/^\s*(?:<!doctype html|<html)/i', $this->body) === 1 || str_contains($this->headers['content-type'] ?? '', 'text/html');
    }

    /** @return list<string> the methods that the header Allow contains */
    public function allow(): array
    {
        return array_values(array_filter(array_map(static fn (string $method): string => strtoupper(trim($method)), explode(',', $this->headers['allow'] ?? ''))));
    }

    /**
     * Returns what distinguishes this response from another: its status, the vendor's code and its text, without the parts
     * that differ from request to request.
     * @param list<string> $ignored parts of the request that the text may repeat
     */
    public function signature(array $ignored = []): string
    {
        $text = $this->text();
        usort($ignored, static fn (string $a, string $b): int => strlen($b) <=> strlen($a));
        foreach ($ignored as $part) {
            $text = strlen($part) > 3 ? str_ireplace($part, '*', $text) : $text;
        }
        return $this->signatureOf($text);
    }

    /** Returns the signature that the response would have if the request had contained another name of a field. */
    public function signatureFor(string $name, string $otherName): string
    {
        $pattern = '/(?<![A-Za-z0-9_])' . preg_quote($name, '/') . '(?![A-Za-z0-9_])/i';
        return $this->signatureOf((string) preg_replace($pattern, $otherName, $this->text()));
    }

    private function text(): string
    {
        $error = $this->error();
        return $error->isEmpty() && $error->fields === [] ? strip_tags($this->body) : $error->text() . ' ' . implode(' ', $error->fields);
    }

    /** Identifiers of traces, times and positions differ with each request. */
    private function signatureOf(string $text): string
    {
        $text = preg_replace(['/\b(?:[0-9a-f]+-)*[0-9a-f]{16,}(?:-[0-9a-f]+)*\b/i', '/\d+/', '/\s+/'], ['*', '#', ' '], $text);
        return "$this->status|{$this->error()->code}|" . strtolower(trim((string) $text));
    }
}
