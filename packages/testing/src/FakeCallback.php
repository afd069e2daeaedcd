<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Testing;

use CotpStatus;
use SensitiveParameter;

/** A callback as the service would post it. */
final readonly class FakeCallback
{
    /**
     * @param string $url the signed callback URL
     * @param string $body the JSON of the request body
     */
    public function __construct(#[SensitiveParameter] public string $url, public string $body)
    {
    }

    public static function of(#[SensitiveParameter] string $url, string $requestId, CotpStatus $status, int $second = 0): self
    {
        return new self($url, json_encode([
            'LastNotifiedStatus' => $status->value, 'RequestID' => $requestId, 'LastNotifiedTime' => sprintf('2026-11-29T12:%02d:%02d', intdiv($second, 60) % 60, $second % 60),
        ], JSON_THROW_ON_ERROR));
    }

    /** Returns the token, for CotpCallbackVerifier::verify(). */
    public function token(): string
    {
        parse_str((string) parse_url($this->url, PHP_URL_QUERY), $query);
        return is_string($query['cotp'] ?? null) ? $query['cotp'] : '';
    }
}
