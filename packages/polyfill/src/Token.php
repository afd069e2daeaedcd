<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal "v1.kid.exp.ref.nonce.sig" */
final readonly class Token
{
    public const LIMIT = Tables::CALLBACK_TOKEN;
    public const NONCE = Tables::CALLBACK_NONCE;

    private const GRAMMAR = '/\Av1\.([A-Za-z0-9_-]+)\.([1-9][0-9]{0,10})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})\z/';

    private function __construct(
        public string $keyId,
        public float $expiry, // eleven digits do not fit into a 32-bit integer
        public string $reference,
        private string $canonical,
        private string $mac,
    ) {
    }

    public static function make(
        string $keyId,
        #[\SensitiveParameter] string $secret,
        string $expiry,
        string $reference,
        string $nonce,
    ): string {
        $parts = [$keyId, $expiry, self::encode($reference), self::encode($nonce)];
        return 'v1.' . implode('.', $parts) . '.' . self::encode(self::mac($secret, self::canonical($parts)));
    }

    /** Returns the token, or null if it is not well-formed. Does not check the signature. */
    public static function read(#[\SensitiveParameter] string $text): ?self
    {
        if (preg_match(self::GRAMMAR, $text, $parts) !== 1 || !Text::isKeyId($parts[1])) {
            return null;
        }
        $reference = self::decode($parts[3]);
        $mac = self::decode($parts[5]);
        if ($reference === null || !Text::isReference($reference) || self::decode($parts[4]) === null || $mac === null) {
            return null;
        }
        return new self($parts[1], (float) $parts[2], $reference, self::canonical(array_slice($parts, 1, 4)), $mac);
    }

    public function isSignedWith(#[\SensitiveParameter] string $secret): bool
    {
        return hash_equals(self::mac($secret, $this->canonical), $this->mac);
    }

    /** @param list<string> $parts */
    private static function canonical(array $parts): string
    {
        return "cotp-callback\n1\n" . implode("\n", $parts);
    }

    private static function mac(#[\SensitiveParameter] string $secret, string $canonical): string
    {
        return hash_hmac('sha256', $canonical, $secret, true);
    }

    private static function encode(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }

    /** Accepts only the spelling that encode() produces. */
    private static function decode(string $text): ?string
    {
        $bytes = base64_decode(strtr($text, '-_', '+/'), true);
        return $bytes !== false && self::encode($bytes) === $text ? $bytes : null;
    }
}
