<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use CotpForm;
use SensitiveParameter;
use SensitiveParameterValue;
use ValueError;

/**
 * Keyed digests of the values that the database must not contain.
 *
 * @internal
 */
final readonly class Digests
{
    /** @var non-empty-array<string, SensitiveParameterValue> hidden from dumps */
    private array $keys;

    /** @param string|array<string, string> $secret */
    public function __construct(#[SensitiveParameter] string|array $secret)
    {
        $this->keys = self::checkKeys(is_string($secret) ? ['1' => $secret] : $secret, 'Ledger: $secret', false);
    }

    /**
     * @param array<array-key, string> $keys
     * @return non-empty-array<string, SensitiveParameterValue>
     */
    public static function checkKeys(#[SensitiveParameter] array $keys, string $argument, bool $isExact): array
    {
        $checked = [];
        foreach ($keys as $id => $key) {
            if (preg_match('~\A[A-Za-z0-9_-]{1,16}\z~', (string) $id) !== 1) {
                throw new ValueError("$argument must have key ids of 1 to 16 characters from A-Z, a-z, 0-9, \"-\" and \"_\"");
            }
            if ($isExact ? strlen($key) !== 32 : strlen($key) < 32) {
                throw new ValueError("$argument must contain " . ($isExact ? 'keys of exactly' : 'secrets of at least') . ' 32 random bytes');
            }
            $checked[(string) $id] = new SensitiveParameterValue($key);
        }
        return $checked !== [] ? $checked : throw new ValueError("$argument must not be empty");
    }

    /** Returns the digest of a form without its callback URL, which is different for each attempt. */
    public function ofForm(#[SensitiveParameter] CotpForm $form): string
    {
        return $this->make(self::canonical($form), 'form');
    }

    public function isForm(#[SensitiveParameter] CotpForm $form, string $digest): bool
    {
        return $this->matches(self::canonical($form), 'form', $digest);
    }

    public function ofUrl(#[SensitiveParameter] string $url): string
    {
        return $this->make($url, 'url');
    }

    public function isUrl(#[SensitiveParameter] string $url, string $digest): bool
    {
        return $this->matches($url, 'url', $digest);
    }

    /** Returns the digest of the address or the phone number. Phone numbers with different separators are equal. */
    public function ofRecipient(#[SensitiveParameter] CotpForm $form): string
    {
        return $this->allOfRecipient($form)[0];
    }

    /**
     * Returns the digests with all secrets, so that earlier messages are found after the secret was rotated. The first is that of ofRecipient().
     *
     * @return non-empty-list<string>
     */
    public function allOfRecipient(#[SensitiveParameter] CotpForm $form): array
    {
        $recipient = $form->email !== null ? strtolower($form->email) : ltrim((string) preg_replace('~\D~', '', (string) $form->phone), '0');
        return array_map(fn (string|int $id): string => $this->makeWith((string) $id, $recipient, 'recipient'), array_keys($this->keys));
    }

    /** Equal for equal forms in all versions of CotpForm: null is left out, so that a new field changes nothing. */
    private static function canonical(#[SensitiveParameter] CotpForm $form): string
    {
        $values = array_filter($form->__serialize(), static fn (mixed $value): bool => $value !== null && $value !== []);
        unset($values['version'], $values['callbackUrl']);
        ksort($values);
        return serialize($values);
    }

    private function make(#[SensitiveParameter] string $text, string $purpose): string
    {
        return $this->makeWith((string) array_key_first($this->keys), $text, $purpose);
    }

    private function makeWith(string $id, #[SensitiveParameter] string $text, string $purpose): string
    {
        return "$id:" . hash_hmac('sha256', "cotp-ledger\n$purpose\n$text", self::value($this->keys[$id]));
    }

    private function matches(#[SensitiveParameter] string $text, string $purpose, string $digest): bool
    {
        $key = $this->keys[explode(':', $digest, 2)[0]] ?? null;
        return $key !== null && hash_equals(hash_hmac('sha256', "cotp-ledger\n$purpose\n$text", self::value($key)), explode(':', $digest, 2)[1] ?? '');
    }

    public static function value(SensitiveParameterValue $key): string
    {
        $value = $key->getValue();
        return is_string($value) ? $value : throw new \LogicException('A key must be a string.');
    }
}
