<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Serializer;

use Cotp\Ledger\Event\CardStored;
use CotpAttempt;
use CotpCallback;
use CotpCallbackVerifier;
use CotpDestination;
use CotpException;
use CotpForm;
use CotpOutcome;
use CotpRequest;
use CotpRetention;
use CotpState;
use CotpStatus;
use Symfony\Component\Messenger\Transport\Serialization\Serializer as MessengerSerializer;
use Symfony\Component\Serializer\Exception\NotNormalizableValueException;
use Symfony\Component\Serializer\Normalizer\DenormalizerInterface;
use Symfony\Component\Serializer\Normalizer\NormalizerInterface;
use Throwable;

/**
 * Writes what json_encode() writes: personal data, callback URLs and cards become "***". Only where Messenger serializes
 * its own messages, the real values are kept, so that a form can be queued.
 */
final class CotpNormalizer implements NormalizerInterface, DenormalizerInterface
{
    private const VALUES = [CotpForm::class, CotpState::class, CotpRetention::class, CotpDestination::class, CotpAttempt::class, CotpCallback::class];
    private const NEVER = [CotpRequest::class, CotpCallbackVerifier::class];
    private const MEMBER = 'cotp';

    /** @return array<string, ?bool> */
    public function getSupportedTypes(?string $format): array
    {
        return array_fill_keys([...self::VALUES, ...self::NEVER, CotpException::class, CardStored::class], false);
    }

    /** @param array<string, mixed> $context */
    public function supportsNormalization(mixed $data, ?string $format = null, array $context = []): bool
    {
        return is_object($data) && array_filter(array_keys($this->getSupportedTypes($format)), static fn (string $class): bool => $data instanceof $class) !== [];
    }

    /**
     * @param array<string, mixed> $context
     * @return array<array-key, mixed>
     */
    public function normalize(mixed $object, ?string $format = null, array $context = []): array
    {
        if ($object instanceof CotpException) {
            return self::ofException($object);
        }
        if ($object instanceof CardStored) {
            return ['ask' => json_decode((string) json_encode($object->ask), true), 'cardUri' => '***'];
        }
        foreach (self::VALUES as $class) {
            if ($object instanceof $class && self::isForMessenger($context)) {
                return [self::MEMBER => base64_encode(serialize($object))];
            }
        }
        $shown = json_decode((string) json_encode($object), true);
        return is_array($shown) ? $shown : [];
    }

    /** @param array<string, mixed> $context */
    public function supportsDenormalization(mixed $data, string $type, ?string $format = null, array $context = []): bool
    {
        return in_array($type, self::VALUES, true);
    }

    /** @param array<string, mixed> $context */
    public function denormalize(mixed $data, string $type, ?string $format = null, array $context = []): object
    {
        $serialized = is_array($data) ? ($data[self::MEMBER] ?? null) : null;
        if (!self::isForMessenger($context) || !is_string($serialized)) {
            throw new NotNormalizableValueException("A $type can only be read from a message of Messenger: elsewhere its values are redacted.");
        }
        try {
            $object = unserialize((string) base64_decode($serialized, true), ['allowed_classes' => [
                ...self::VALUES, CotpStatus::class, CotpOutcome::class, \DateTimeImmutable::class, \stdClass::class,
            ]]);
        } catch (Throwable $fault) {
            throw new NotNormalizableValueException("The $type in the message is invalid: {$fault->getMessage()}", 0, $fault);
        }
        return $object instanceof $type ? $object : throw new NotNormalizableValueException("The message does not contain a $type.");
    }

    /** @param array<string, mixed> $context */
    private static function isForMessenger(array $context): bool
    {
        return class_exists(MessengerSerializer::class) && ($context[MessengerSerializer::MESSENGER_SERIALIZATION_CONTEXT] ?? false) === true;
    }

    /** @return array<string, scalar|null> */
    private static function ofException(CotpException $fault): array
    {
        return [
            'class' => $fault::class, 'message' => $fault->getMessage(), 'outcome' => $fault->outcome->name, 'httpStatus' => $fault->httpStatus,
            'apiCode' => $fault->apiCode, 'retryable' => $fault->retryable, 'retryAfter' => $fault->retryAfter, 'requestId' => $fault->requestId,
        ];
    }
}
