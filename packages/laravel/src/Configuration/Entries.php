<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Configuration;

use ReflectionClass;
use ReflectionNamedType;
use ReflectionParameter;
use SensitiveParameter;
use TypeError;
use ValueError;

/**
 * Reads entries whose values may come from the environment, where everything is a string.
 *
 * @internal
 */
final class Entries
{
    /**
     * Creates an object whose constructor's arguments are entries with names in snake case.
     *
     * @template T of object
     * @param class-string<T> $class
     * @param array<array-key, mixed> $values
     * @param array<string, mixed> $others arguments that are not entries
     * @return T
     */
    public static function create(string $class, #[SensitiveParameter] array $values, string $path, array $others = []): object
    {
        $reflection = new ReflectionClass($class);
        $parameters = [];
        foreach ($reflection->getConstructor()?->getParameters() ?? [] as $parameter) {
            $parameters[self::snake($parameter->name)] = $parameter;
        }
        $arguments = [];
        foreach ($values as $name => $value) {
            $parameter = $parameters[$name] ?? throw new InvalidConfiguration("$path.$name", 'is unknown. Known are: ' . implode(', ', array_keys($parameters)) . '.');
            if ($value !== null && $value !== '') {
                $arguments[$parameter->name] = self::convert($parameter, $value, "$path.$name");
            }
        }
        try {
            return $reflection->newInstanceArgs($arguments + $others);
        } catch (ValueError | TypeError $fault) {
            throw self::translate($fault, $path);
        }
    }

    /** Names the entry instead of the argument. The exception is not kept, because its trace may contain the values. */
    public static function translate(ValueError|TypeError $fault, string $path, ?string $entry = null): InvalidConfiguration
    {
        $isNamed = preg_match('~\$(\w+)\)?,? (.*)\z~s', $fault->getMessage(), $match) === 1;
        $name = $entry ?? ($isNamed ? self::snake($match[1]) : null);
        return new InvalidConfiguration($name === null ? $path : "$path.$name", ($isNamed ? $match[2] : 'is invalid') . '.');
    }

    /** @return array<array-key, mixed> */
    public static function section(mixed $value, string $path): array
    {
        return is_array($value) ? $value : throw new InvalidConfiguration($path, 'must be an array.');
    }

    public static function text(#[SensitiveParameter] mixed $value, string $path): ?string
    {
        return match (true) {
            $value === null, $value === '' => null,
            is_string($value) => $value,
            default => throw new InvalidConfiguration($path, 'must be a string.'),
        };
    }

    /**
     * Reads keys by id: an array, or "id:secret,id:secret".
     *
     * @return array<string, string>
     */
    public static function keys(#[SensitiveParameter] mixed $value, string $path): array
    {
        $keys = [];
        if (is_string($value)) {
            foreach (explode(',', $value) as $pair) {
                [$id, $secret] = explode(':', trim($pair), 2) + [1 => ''];
                $secret !== '' || throw new InvalidConfiguration($path, 'must have the form "id:secret", or "id:secret,id:secret".');
                $keys[$id] = $secret;
            }
            return $keys;
        }
        foreach (self::section($value, $path) as $id => $secret) {
            $keys[(string) $id] = self::text($secret, "$path.$id") ?? throw new InvalidConfiguration("$path.$id", 'is not set.');
        }
        return $keys;
    }

    private static function convert(ReflectionParameter $parameter, #[SensitiveParameter] mixed $value, string $path): mixed
    {
        $type = $parameter->getType();
        return match ($type instanceof ReflectionNamedType ? $type->getName() : '') {
            'int' => filter_var($value, FILTER_VALIDATE_INT, FILTER_NULL_ON_FAILURE) ?? throw new InvalidConfiguration($path, 'must be a whole number.'),
            'float' => filter_var($value, FILTER_VALIDATE_FLOAT, FILTER_NULL_ON_FAILURE) ?? throw new InvalidConfiguration($path, 'must be a number.'),
            'bool' => filter_var($value, FILTER_VALIDATE_BOOL, FILTER_NULL_ON_FAILURE) ?? throw new InvalidConfiguration($path, 'must be true or false.'),
            'string' => self::text($value, $path),
            'array' => self::section($value, $path),
            default => throw new InvalidConfiguration($path, 'cannot be configured.'),
        };
    }

    private static function snake(string $name): string
    {
        return strtolower((string) preg_replace('~(?<=[a-z0-9])[A-Z]~', '_$0', $name));
    }
}
