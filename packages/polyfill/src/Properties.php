<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpOutcome;
use CotpStatus;
use Error;
use ReflectionClass;
use ReflectionNamedType;
use ReflectionProperty;
use ReflectionType;
use Throwable;
use TypeError;
use UnitEnum;
use ValueError;

/** @internal The declared properties of the value classes, and their serialization. */
final class Properties
{
    private const VERSION = 1;

    /** @return array<string, ReflectionProperty> the public properties that the class itself declares */
    private static function declared(object $object): array
    {
        static $known = [];
        /** @var array<class-string, array<string, ReflectionProperty>> $known */
        if (!isset($known[$object::class])) {
            $known[$object::class] = [];
            foreach ((new ReflectionClass($object))->getProperties(ReflectionProperty::IS_PUBLIC) as $property) {
                $known[$object::class][$property->name] = $property;
            }
        }
        return $known[$object::class];
    }

    /** @return array<string, mixed> all that have a value */
    public static function of(object $object): array
    {
        $values = [];
        foreach (array_keys(self::declared($object)) as $name) {
            if (self::isReadable($object, $name)) {
                $values[$name] = $object->{$name};
            }
        }
        return $values;
    }

    private static function isReadable(object $object, string $name): bool
    {
        try {
            $value = $object->{$name};
            return $value !== Domain::None; // never a value: reading it throws if it has none
        } catch (Error) { // @phpstan-ignore catch.neverThrown
            return false;
        }
    }

    /** Returns the name of a property without a value of its type, or null: an ArrayObject over an object can write anything. */
    public static function uninitialized(object $object): ?string
    {
        $values = self::of($object);
        foreach (self::declared($object) as $name => $property) {
            if (!array_key_exists($name, $values) || !self::isOfType($property, $values[$name])) {
                return $name;
            }
        }
        return null;
    }

    public static function requireInitialized(object $object): void
    {
        $name = self::uninitialized($object);
        if ($name !== null) {
            throw Thrown::atCaller(new Error($object::class . "::\$$name must be initialized with a value of its declared type"));
        }
    }

    /** Refuses a second construction. @param string $first the first property */
    public static function constructOnce(object $object, string $first): void
    {
        $values = self::of($object);
        if ($values !== []) {
            $name = array_key_exists($first, $values) ? $first : array_key_first($values);
            throw Thrown::atCaller(new Error('Cannot modify readonly property ' . $object::class . "::\$$name"));
        }
    }

    /** @return array<string, mixed> */
    public static function serialize(object $object): array
    {
        self::requireInitialized($object);
        return ['version' => self::VERSION] + array_map(self::plain(...), self::of($object));
    }

    public static function plain(#[\SensitiveParameter] mixed $value): mixed
    {
        return $value instanceof UnitEnum ? $value->name : $value;
    }

    /**
     * Checks the version and the keys.
     *
     * @param array<array-key, mixed> $data
     * @param list<string> $names
     */
    public static function requireKeys(string $class, #[\SensitiveParameter] array $data, array $names): void
    {
        $method = "$class::__unserialize";
        if (($data['version'] ?? null) !== self::VERSION) {
            throw Thrown::whole(ValueError::class, $method, 1, 'must have the key "version" with the value ' . self::VERSION);
        }
        foreach (array_keys($data) as $key) {
            if ($key !== 'version' && !in_array($key, $names, true)) {
                throw Thrown::whole(ValueError::class, $method, 1, 'must contain only keys of version ' . self::VERSION);
            }
        }
        foreach ($names as $name) {
            if (!array_key_exists($name, $data)) {
                throw Thrown::whole(ValueError::class, $method, 1, "must contain the key \"$name\"");
            }
        }
    }

    /**
     * Returns the values of all properties, with their types checked.
     *
     * @param array<array-key, mixed> $data
     * @return array<string, mixed>
     */
    public static function unserialize(object $object, #[\SensitiveParameter] array $data): array
    {
        $declared = self::declared($object);
        self::constructOnce($object, (string) array_key_first($declared));
        self::requireKeys($object::class, $data, array_keys($declared));
        $values = [];
        foreach ($declared as $name => $property) {
            $values[$name] = self::typed($object::class, $property, $data[$name]);
        }
        return $values;
    }

    /** Returns the value as the type of the property demands. */
    public static function typed(string $class, ReflectionProperty $property, #[\SensitiveParameter] mixed $value): mixed
    {
        $type = $property->getType();
        $method = "$class::__unserialize";
        $enum = $type instanceof ReflectionNamedType ? $type->getName() : '';
        if ($enum === CotpStatus::class || $enum === CotpOutcome::class) {
            foreach ($enum::cases() as $case) {
                if ($case->name === $value) {
                    return $case;
                }
            }
            throw Thrown::argument($method, Failure::argument($property->name, 'must be the name of a known case'), 1);
        }
        if (is_int($value) && self::allows($type, 'float')) {
            return (float) $value; // a format may write 1.0 as 1
        }
        if (is_object($value) || !self::allows($type, get_debug_type($value))) {
            throw Thrown::argument($method, Failure::type($property->name, 'must be of type ' . self::typeName($type) . ', '
                . self::givenName($value) . ' given'), 1);
        }
        return $value;
    }

    /** The engine's name of a type lists the classes and types of a union in its own order. */
    private static function typeName(?ReflectionType $type): string
    {
        $text = (string) $type;
        return $text === 'int|string|null' ? 'string|int|null' : $text;
    }

    private static function allows(?ReflectionType $type, string $name): bool
    {
        $name = $name === 'null' ? 'null' : $name;
        $text = (string) $type;
        return in_array($name, explode('|', ltrim($text, '?')), true) || ($name === 'null' && ($type?->allowsNull() ?? true));
    }

    /** The name of the type of a value, as the extension writes it. */
    public static function givenName(#[\SensitiveParameter] mixed $value): string
    {
        return match (true) {
            is_object($value) => $value::class,
            is_resource($value), gettype($value) === 'resource (closed)' => 'resource',
            default => get_debug_type($value),
        };
    }

    /** Whether the value is of the type of the property, without any conversion. */
    public static function isOfType(ReflectionProperty $property, #[\SensitiveParameter] mixed $value): bool
    {
        $type = $property->getType();
        $class = $type instanceof ReflectionNamedType && !$type->isBuiltin() ? $type->getName() : null;
        return $class !== null && is_object($value) ? $value instanceof $class : self::allows($type, get_debug_type($value));
    }

    public static function property(object $object, string $name): ?ReflectionProperty
    {
        return self::declared($object)[$name] ?? null;
    }

    public static function isThrowable(mixed $value): bool
    {
        return $value === null || $value instanceof Throwable;
    }

    public static function typeText(ReflectionProperty $property): string
    {
        return self::typeName($property->getType());
    }
}
