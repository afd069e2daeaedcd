<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use Error;

/** @internal Unsets the secret properties of a child of Hidden, so that reading one calls __get(). */
trait HidesProperties
{
    /** @return list<string> the names of the secret properties */
    abstract private static function secrets(): array;

    /** @param array<string, mixed> $values */
    private function hide(#[\SensitiveParameter] array $values): void
    {
        $this->keep($values);
        foreach (self::secrets() as $name) {
            unset($this->{$name});
        }
    }

    public function __get(string $name): mixed
    {
        $values = $this->kept();
        if (array_key_exists($name, $values)) {
            return $values[$name];
        }
        if (property_exists($this, $name)) {
            throw Thrown::atCaller(new Error('Typed property ' . self::class . "::\$$name must not be accessed before initialization"));
        }
        trigger_error('Undefined property: ' . self::class . "::\$$name", E_USER_WARNING);
        return null;
    }

    public function __isset(string $name): bool
    {
        return isset($this->kept()[$name]);
    }

    public function __set(string $name, #[\SensitiveParameter] mixed $value): void
    {
        $is = property_exists($this, $name) ? 'modify readonly property ' : 'create dynamic property ';
        throw Thrown::atCaller(new Error("Cannot $is" . self::class . "::\$$name"));
    }

    public function __unset(string $name): void
    {
        if (property_exists($this, $name)) {
            throw Thrown::atCaller(new Error('Cannot unset readonly property ' . self::class . "::\$$name"));
        }
    }

    /** @return array<string, mixed> */
    public function jsonSerialize(): array
    {
        return $this->__debugInfo();
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        $shown = [];
        foreach (Properties::of($this) as $name => $value) {
            $shown[$name] = in_array($name, self::secrets(), true) ? Redacted::shown($value) : $value;
        }
        return $shown;
    }
}
