<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Testing;

use SensitiveParameter;

/** Callback URLs that the verifier of the site must reject, or that have expired: without sleeping. */
final class CallbackUrls
{
    /**
     * Returns a URL that the key signed, and that expired an hour ago.
     *
     * @param array<string, string> $keys the keys of CotpCallbackVerifier
     */
    public static function expired(#[SensitiveParameter] array $keys, string $baseUrl, string $reference): string
    {
        $id = (string) array_key_first($keys);
        return self::make($id, $keys[$id], $baseUrl, $reference, time() - 3600);
    }

    /**
     * Returns a URL that somebody else signed, with a key of the same id.
     *
     * @param array<string, string> $keys the keys of CotpCallbackVerifier
     */
    public static function foreign(#[SensitiveParameter] array $keys, string $baseUrl, string $reference): string
    {
        return self::make((string) array_key_first($keys), random_bytes(32), $baseUrl, $reference, time() + 3600);
    }

    private static function make(string $keyId, #[SensitiveParameter] string $key, string $baseUrl, string $reference, int $expiry): string
    {
        $encode = static fn (string $bytes): string => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
        $parts = [$keyId, (string) $expiry, $encode($reference), $encode(random_bytes(16))];
        $signature = $encode(hash_hmac('sha256', "cotp-callback\n1\n" . implode("\n", $parts), $key, true));
        return $baseUrl . (str_contains($baseUrl, '?') ? '&' : '?') . 'cotp=v1.' . implode('.', $parts) . ".$signature";
    }
}
