<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

use CotpForm;
use RuntimeException;
use SensitiveParameter;
use SensitiveParameterValue;
use ValueError;

/** Encrypts the forms that a policy needs again (XChaCha20-Poly1305). The key is the site's, and is not in the database. */
final readonly class FormVault
{
    /** @var non-empty-array<string, SensitiveParameterValue> hidden from dumps */
    private array $keys;

    /**
     * @param string|array<string, string> $keys a key of 32 random bytes, or several by id: the first encrypts, all
     *     decrypt
     * @throws ValueError when a key is invalid
     */
    public function __construct(#[SensitiveParameter] string|array $keys)
    {
        $this->keys = Internal\Digests::checkKeys(is_string($keys) ? ['1' => $keys] : $keys, 'FormVault: $keys', true);
    }

    /** @internal */
    public function encrypt(#[SensitiveParameter] CotpForm $form, #[SensitiveParameter] ?string $fallbackEmail, string $reference): string
    {
        $id = (string) array_key_first($this->keys);
        $nonce = random_bytes(SODIUM_CRYPTO_AEAD_XCHACHA20POLY1305_IETF_NPUBBYTES);
        $text = serialize([$form->with(callbackUrl: null), $fallbackEmail]);
        return "$id:" . base64_encode($nonce . sodium_crypto_aead_xchacha20poly1305_ietf_encrypt($text, $reference, $nonce, Internal\Digests::value($this->keys[$id])));
    }

    /**
     * @internal
     * @return array{CotpForm, ?string} the form without its callback URL, and the address for the switch to e-mail
     */
    public function decrypt(string $encrypted, string $reference): array
    {
        [$id, $data] = explode(':', $encrypted, 2) + [1 => ''];
        $key = $this->keys[$id] ?? throw new RuntimeException("The form was encrypted with the key \"$id\", which the FormVault does not have.");
        $data = (string) base64_decode($data, true);
        $nonce = substr($data, 0, SODIUM_CRYPTO_AEAD_XCHACHA20POLY1305_IETF_NPUBBYTES);
        $text = strlen($nonce) < SODIUM_CRYPTO_AEAD_XCHACHA20POLY1305_IETF_NPUBBYTES ? false
            : sodium_crypto_aead_xchacha20poly1305_ietf_decrypt(substr($data, strlen($nonce)), $reference, $nonce, Internal\Digests::value($key));
        if ($text === false) {
            throw new RuntimeException('The stored form cannot be decrypted: it was changed, or belongs to a different row.');
        }
        $values = unserialize($text, ['allowed_classes' => [CotpForm::class, \stdClass::class]]);
        if (!is_array($values) || !($values[0] ?? null) instanceof CotpForm) {
            throw new RuntimeException('The stored form is not a form.');
        }
        return [$values[0], is_string($values[1] ?? null) ? $values[1] : null];
    }
}
