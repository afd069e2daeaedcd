<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpCallbackException;
use CotpException;
use Error;
use Exception;
use ReflectionClass;
use ReflectionProperty;
use Throwable;
use TypeError;
use ValueError;

/** @internal The serialization of the exceptions, with the properties of a subclass, as in php_cotp_exceptions_serialize.c. */
final class ExceptionData
{
    private const BASE = ['message', 'code', 'file', 'line'];
    private const OWN = ['outcome', 'httpStatus', 'apiCode', 'moreInfo', 'retryable', 'retryAfter', 'requestId'];
    private const METHOD = 'CotpException::__unserialize';

    /** @return array<string, mixed> */
    public static function serialize(CotpException $exception): array
    {
        foreach (self::OWN as $name) {
            if (!(new ReflectionProperty($exception, $name))->isInitialized($exception)) {
                throw Thrown::atCaller(new Error($exception::class . '::__construct() has not called CotpException::__construct()'));
            }
        }
        $all = (array) $exception;
        if (self::isOurs($exception::class) && array_diff_key(self::others($all), ['reason' => 1]) !== []) {
            throw Thrown::atCaller(new Error($exception::class . ' with a dynamic property cannot be serialized'));
        }
        $data = ['version' => 1];
        foreach (self::BASE as $name) {
            $data[$name] = $all["\0*\0$name"] ?? null;
        }
        $data['trace'] = array_map(
            static fn (array $frame): array => array_diff_key($frame, ['args' => 1, 'object' => 1]),
            $exception->getTrace(),
        );
        $data['previous'] = $exception->getPrevious();
        foreach (self::OWN as $name) {
            $data[$name] = Properties::plain($exception->{$name});
        }
        return $data + ['properties' => self::others($all)];
    }

    /**
     * The properties of a subclass, by their mangled names.
     *
     * @param array<array-key, mixed> $all
     * @return array<array-key, mixed>
     */
    private static function others(array $all): array
    {
        $known = array_fill_keys(self::OWN, 1);
        foreach (self::BASE as $name) {
            $known["\0*\0$name"] = 1;
        }
        foreach (['string', 'trace', 'previous'] as $name) {
            $known["\0Exception\0$name"] = 1;
        }
        return array_diff_key($all, $known);
    }

    /** @param array<array-key, mixed> $data */
    public static function unserialize(CotpException $exception, array $data): void
    {
        foreach (self::OWN as $name) {
            if ((new ReflectionProperty($exception, $name))->isInitialized($exception)) {
                throw Thrown::atCaller(new Error("Cannot modify readonly property CotpException::\$$name"));
            }
        }
        Properties::requireKeys(CotpException::class, $data, [...self::BASE, 'trace', 'previous', 'properties', ...self::OWN]);
        $values = [];
        foreach (self::OWN as $name) {
            $values[$name] = Properties::typed(CotpException::class, new ReflectionProperty(CotpException::class, $name), $data[$name]);
        }
        self::requireTypes($data);
        /** @var array<array-key, mixed> $others */
        $others = $data['properties'];
        self::setOthers($exception, $others);
        foreach ([...self::BASE, 'trace', 'previous'] as $name) {
            (new ReflectionProperty(Exception::class, $name))->setValue($exception, $data[$name]);
        }
        foreach ($values as $name => $value) {
            (new ReflectionProperty(CotpException::class, $name))->setValue($exception, $value);
        }
    }

    /** @param array<array-key, mixed> $data */
    private static function requireTypes(array $data): void
    {
        self::requireType($data, 'message', 'string');
        self::requireType($data, 'file', 'string');
        if (!is_string($data['code'])) { // a subclass may have a text
            self::requireType($data, 'code', 'int');
        }
        if ($data['previous'] !== null && !$data['previous'] instanceof Throwable) {
            throw Thrown::whole(TypeError::class, self::METHOD, 1, 'must contain null or a Throwable for the key "previous"');
        }
        self::requireType($data, 'line', 'int');
        self::requireType($data, 'trace', 'array');
        self::requireType($data, 'properties', 'array');
    }

    /** @param array<array-key, mixed> $data */
    private static function requireType(array $data, string $name, string $type): void
    {
        if (get_debug_type($data[$name]) !== $type) {
            throw Thrown::whole(TypeError::class, self::METHOD, 1, "must contain a value of type $type for the key \"$name\"");
        }
    }

    /** @param array<array-key, mixed> $others */
    private static function setOthers(CotpException $exception, array $others): void
    {
        foreach ($others as $name => $value) {
            $property = self::property($exception, (string) $name);
            if ($property !== null) {
                if (!Properties::isOfType($property, $value)) {
                    throw Thrown::atCaller(new TypeError('Cannot assign ' . Properties::givenName($value) . ' to property '
                        . $property->class . "::\$$property->name of type " . Properties::typeText($property)));
                }
                $property->setValue($exception, $value);
            } elseif (is_string($name) && $name !== '' && $name[0] !== "\0" && !self::isOurs($exception::class)) {
                $exception->{$name} = $value;
            } else {
                throw Thrown::whole(ValueError::class, self::METHOD, 1, 'must contain only properties of the class');
            }
        }
        if ($exception instanceof CotpCallbackException && !array_key_exists('reason', $others)) {
            throw Thrown::whole(ValueError::class, self::METHOD, 1, 'must contain the property "reason"');
        }
    }

    private static function isOurs(string $class): bool
    {
        return is_a($class, CotpException::class, true) && dirname((string) (new ReflectionClass($class))->getFileName()) === __DIR__;
    }

    /** Returns the property with a mangled name: "name", "\0*\0name" or "\0Class\0name". */
    private static function property(CotpException $exception, string $mangled): ?ReflectionProperty
    {
        $parts = explode("\0", $mangled);
        $class = count($parts) === 3 && $parts[1] !== '*' ? $parts[1] : $exception::class;
        $name = (string) end($parts);
        if (!class_exists($class) || !is_a($exception, $class) || in_array($name, self::OWN, true) || !property_exists($class, $name)) {
            return null;
        }
        $property = new ReflectionProperty($class, $name);
        return $property->getDeclaringClass()->isSubclassOf(CotpException::class) ? $property : null;
    }
}
