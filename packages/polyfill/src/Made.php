<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpDestination;
use CotpRetention;
use DateTimeImmutable;
use ReflectionClass;

/** @internal Creates values as the service returned them, past the rules that hold for values that are sent. */
final class Made
{
    public static function destination(string $type, string $data, int $quota, ?int $usage): CotpDestination
    {
        return self::fill(new ReflectionClass(CotpDestination::class), ['type' => $type, 'data' => $data, 'quota' => $quota, 'usage' => $usage]);
    }

    /** @param list<CotpDestination> $destinations */
    public static function retention(?DateTimeImmutable $until, bool $deleteCard, array $destinations): CotpRetention
    {
        $values = ['until' => $until, 'deleteCard' => $deleteCard, 'destinations' => $destinations];
        return self::fill(new ReflectionClass(CotpRetention::class), $values);
    }

    /**
     * @template T of object
     * @param ReflectionClass<T> $class
     * @param array<string, mixed> $values
     * @return T
     */
    private static function fill(ReflectionClass $class, array $values): object
    {
        $object = $class->newInstanceWithoutConstructor();
        foreach ($values as $name => $value) {
            $class->getProperty($name)->setValue($object, $value);
        }
        return $object;
    }
}
