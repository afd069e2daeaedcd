<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/** The body that Retrieve returned for a message: which of its names and values are ours. */
final readonly class Echoed
{
    /** @var list<array{string, mixed, int}> name, value and depth of each member that is not an object */
    private array $members;

    /** @param array<array-key, mixed> $body */
    public function __construct(public array $body)
    {
        $this->members = self::flatten($body, 1);
    }

    /** @return list<Placed> the names whose markers are in the body; those of a shared value only if it has their name */
    public function stuck(MessagePlan $plan): array
    {
        return array_values(array_filter($plan->placed, fn (Placed $placed): bool => $this->contains($plan->markers, $placed)));
    }

    private function contains(Markers $markers, Placed $placed): bool
    {
        foreach ($this->members as [$name, $value]) {
            if ($markers->matches($placed->key, $placed->number, $value) && (!$markers->isShared($placed->key) || self::isSame($name, $placed->name))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text is anywhere among the values. */
    public function containsText(string $text): bool
    {
        foreach ($this->members as [, $value]) {
            if (is_string($value) && stripos($value, $text) !== false) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param callable(mixed): bool $matches
     * @return list<string> names of the body itself, not of nested objects
     */
    public function namesWith(callable $matches): array
    {
        $names = [];
        foreach ($this->members as [$name, $value, $depth]) {
            if ($depth === 1 && $matches($value)) {
                $names[] = $name;
            }
        }
        return $names;
    }

    /** Returns the value of a member, by its exact name or else regardless of case. */
    public function value(string $name): mixed
    {
        $found = null;
        foreach ($this->members as [$other, $value, $depth]) {
            if ($depth === 1 && $other === $name) {
                return $value;
            }
            $found ??= $depth === 1 && self::isSame($other, $name) ? $value : null;
        }
        return $found;
    }

    private static function isSame(string $a, string $b): bool
    {
        return strcasecmp($a, $b) === 0;
    }

    /** Returns the value of a member as text; empty if it has none. */
    public function text(string $name): string
    {
        $value = $this->value($name);
        return is_scalar($value) ? (string) $value : '';
    }

    /**
     * @param array<array-key, mixed> $body
     * @return list<array{string, mixed, int}>
     */
    private static function flatten(array $body, int $depth): array
    {
        $members = [];
        foreach ($body as $name => $value) {
            if (is_array($value)) {
                $members = [...$members, ...self::flatten($value, $depth + 1)];
            } else {
                $members[] = [(string) $name, $value, $depth];
            }
        }
        return $members;
    }
}
