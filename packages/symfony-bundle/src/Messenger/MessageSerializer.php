<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Messenger;

use Cotp\SymfonyBundle\DependencyInjection\Values;
use SensitiveParameter;
use SensitiveParameterValue;
use Symfony\Component\Messenger\Envelope;
use Symfony\Component\Messenger\Exception\MessageDecodingFailedException;
use Symfony\Component\Messenger\Transport\Serialization\SerializerInterface;
use Throwable;

/**
 * The serializer of a transport for messages with personal data. It encrypts what the default serializer of Messenger
 * writes (XChaCha20-Poly1305), if there is a key. A message that cannot be read becomes an UnreadableMessage.
 */
final readonly class MessageSerializer implements SerializerInterface
{
    private const NONCE = 24;       // SODIUM_CRYPTO_AEAD_XCHACHA20POLY1305_IETF_NPUBBYTES
    private SensitiveParameterValue $keys;

    public function __construct(private SerializerInterface $inner, #[SensitiveParameter] mixed $keys = null)
    {
        $this->keys = new SensitiveParameterValue((new Values('cotp', ['message_keys' => $keys], 'COTP'))->binaryKeys('message_keys') ?? []);
    }

    /** @return array{body: string, headers?: array<string, string>} */
    public function encode(Envelope $envelope): array
    {
        $encoded = $this->inner->encode($envelope);
        $keys = $this->keys();
        $id = (string) array_key_first($keys);
        if ($id === '') {
            /** @var array{body: string, headers?: array<string, string>} */
            return $encoded;
        }
        $nonce = random_bytes(self::NONCE);
        $text = sodium_crypto_aead_xchacha20poly1305_ietf_encrypt(serialize($encoded), $id, $nonce, $keys[$id]);
        return ['body' => "cotp1:$id:" . base64_encode($nonce . $text)];
    }

    /** @param array{body: string, headers?: array<string, string>} $encodedEnvelope */
    public function decode(array $encodedEnvelope): Envelope
    {
        $body = $encodedEnvelope['body'];
        try {
            return $this->inner->decode(str_starts_with($body, 'cotp1:') ? $this->decrypt($body) : $encodedEnvelope);
        } catch (Throwable $fault) {
            $cause = $fault->getPrevious() ?? $fault;
            return new Envelope(new UnreadableMessage($body, $cause::class));
        }
    }

    /** @return array{body: string, headers?: array<string, string>} */
    private function decrypt(string $body): array
    {
        [, $id, $data] = explode(':', $body, 3) + [1 => '', 2 => ''];
        $key = $this->keys()[$id] ?? throw new MessageDecodingFailedException("The key \"$id\" is not in the entry \"cotp.message_keys\".");
        $bytes = (string) base64_decode($data, true);
        $text = strlen($bytes) < self::NONCE ? false
            : sodium_crypto_aead_xchacha20poly1305_ietf_decrypt(substr($bytes, self::NONCE), $id, substr($bytes, 0, self::NONCE), $key);
        $encoded = $text === false ? null : unserialize($text, ['allowed_classes' => false]);
        if (!is_array($encoded)) {
            throw new MessageDecodingFailedException('The message was changed, or encrypted with a different key.');
        }
        /** @var array{body: string, headers?: array<string, string>} */
        return $encoded;
    }

    /** @return array<array-key, string> by id */
    private function keys(): array
    {
        /** @var array<array-key, string> */
        return $this->keys->getValue();
    }
}
