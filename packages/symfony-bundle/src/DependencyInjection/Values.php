<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\DependencyInjection;

use Cotp\SymfonyBundle\Exception\ConfigurationException;
use SensitiveParameter;

/**
 * Reads entries whose values may have come from the environment, so they may be texts of any form.
 *
 * @internal
 */
final readonly class Values
{
    /** @param array<array-key, mixed> $values */
    public function __construct(public string $path, #[SensitiveParameter] private array $values, private string $prefix)
    {
    }

    public function text(string $name): ?string
    {
        $value = $this->values[$name] ?? null;
        return match (true) {
            $value === null, $value === '' => null,
            is_string($value), is_int($value), is_float($value) => (string) $value,
            default => throw $this->invalid($name, 'must be a text'),
        };
    }

    public function required(string $name): string
    {
        return $this->text($name) ?? throw $this->missing($name);
    }

    public function float(string $name): ?float
    {
        $value = $this->text($name);
        return $value === null || is_numeric($value) ? ($value === null ? null : (float) $value) : throw $this->invalid($name, 'must be a number');
    }

    public function integer(string $name): ?int
    {
        $value = $this->text($name);
        return match (true) {
            $value === null => null,
            preg_match('~\A-?\d{1,18}\z~', $value) === 1 => (int) $value,
            default => throw $this->invalid($name, 'must be a whole number'),
        };
    }

    public function boolean(string $name): ?bool
    {
        $value = $this->values[$name] ?? null;
        return $value === null || $value === '' ? null
            : filter_var($value, FILTER_VALIDATE_BOOLEAN, FILTER_NULL_ON_FAILURE) ?? throw $this->invalid($name, 'must be true or false');
    }

    /** @return array<string, string> */
    public function texts(string $name): array
    {
        $texts = [];
        $value = $this->values[$name] ?? [];
        foreach (is_array($value) ? $value : throw $this->invalid($name, 'must be an array') as $key => $text) {
            $texts[(string) $key] = is_string($text) ? $text : throw $this->invalid($name, 'must contain only texts');
        }
        return $texts;
    }

    /** @return array<string, string>|null secrets by id: from an array, or from "id:secret,id:secret" */
    public function keys(string $name): ?array
    {
        if (is_array($this->values[$name] ?? null)) {
            return $this->texts($name);
        }
        $text = $this->text($name);
        if ($text === null) {
            return null;
        }
        $keys = [];
        foreach (explode(',', $text) as $pair) {
            [$id, $key] = explode(':', trim($pair), 2) + [1 => ''];
            if ($id === '' || $key === '' || isset($keys[$id])) {
                throw $this->invalid($name, 'must have the form "id:secret", or several of them with different ids, separated by commas');
            }
            $keys[$id] = $key;
        }
        return $keys;
    }

    /** @return array<string, string>|null keys of 32 bytes by id */
    public function binaryKeys(string $name): ?array
    {
        $keys = $this->keys($name);
        foreach ($keys ?? [] as $id => $key) {
            $bytes = base64_decode($key, true);
            if ($bytes === false || strlen($bytes) !== 32) {
                throw $this->invalid($name, 'must contain keys of 32 bytes in base64, each after its id and ":"');
            }
            $keys[$id] = $bytes;
        }
        return $keys;
    }

    public function missing(string $name): ConfigurationException
    {
        return $this->invalid($name, 'must be set');
    }

    public function invalid(string $name, string $rule): ConfigurationException
    {
        $variable = $this->prefix === '' ? '' : ' It is usually set by the environment variable ' . $this->prefix . '_' . strtoupper($name) . '.';
        return new ConfigurationException("The entry \"$this->path.$name\" $rule.$variable");
    }
}
