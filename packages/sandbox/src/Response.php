<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** A worker's response. Headers that start with FRONT_PREFIX instruct the front and never reach the client. */
final class Response
{
    public const FRONT_PREFIX = 'X-Sandbox-Front-';
    /** The delay in seconds. */
    public const DELAY = self::FRONT_PREFIX . 'Delay';
    /** `drop`: close without a response. `cut`: announce more bytes than are sent, then close. */
    public const CONNECTION = self::FRONT_PREFIX . 'Connection';
    /** The length of the body, which PHP leaves out of the response to HEAD. */
    private const LENGTH = self::FRONT_PREFIX . 'Length';

    /** @param array<string, string> $headers */
    public function __construct(public int $status, public string $body = '', public array $headers = [])
    {
    }

    /** @param array<mixed>|string $value */
    public static function json(int $status, array|string $value): self
    {
        $text = json_encode($value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
        return new self($status, $text, ['Content-Type' => 'application/json; charset=utf-8', 'Cache-Control' => 'no-store']);
    }

    public static function html(int $status, string $page): self
    {
        return new self($status, $page, [
            'Content-Type' => 'text/html; charset=utf-8',
            'Cache-Control' => 'no-store',
            'Content-Security-Policy' => "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            'Referrer-Policy' => 'no-referrer',
            'X-Content-Type-Options' => 'nosniff',
        ]);
    }

    public function emit(): void
    {
        http_response_code($this->status);
        foreach ([self::LENGTH => strlen($this->body)] + $this->headers as $name => $value) {
            header("$name: $value");
        }
        echo $this->body;
    }
}
