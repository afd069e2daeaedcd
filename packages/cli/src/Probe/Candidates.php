<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\UserError;
use RuntimeException;

/** The spellings to try for each wire key. The first is the default of the extension. */
final class Candidates
{
    private const DESTINATIONS = ['form.email', 'form.phone'];
    private const FILE = __DIR__ . '/../../resources/candidates.json';

    /** @var array<string, string> */
    private readonly array $defaults;

    /** @param array<string, non-empty-list<string>> $byKey */
    private function __construct(private array $byKey)
    {
        $this->defaults = array_map(static fn (array $names): string => $names[0], $byKey);
    }

    public static function load(string $file = self::FILE): self
    {
        $byKey = [];
        foreach ((array) json_decode((string) file_get_contents($file), true) as $key => $names) {
            $names = is_array($names) ? array_values(array_filter($names, is_string(...))) : [];
            if (!is_string($key) || $names === []) {
                throw new RuntimeException("$file is damaged.");
            }
            $byKey[$key] = $names;
        }
        return new self($byKey);
    }

    /** @return list<string> */
    public function of(string $key): array
    {
        return $this->byKey[$key] ?? [];
    }

    public function default(string $key): string
    {
        return $this->defaults[$key] ?? throw new RuntimeException("There is no wire key $key.");
    }

    /** @return list<string> */
    public function keys(string $prefix = ''): array
    {
        return array_values(array_filter(array_keys($this->byKey), static fn (string $key): bool => str_starts_with($key, $prefix)));
    }

    /** Adds a spelling that the service itself mentioned. */
    public function add(string $key, string $name): void
    {
        if (!$this->contains($key, $name)) {
            $this->byKey[$key][] = $name;
        }
    }

    /**
     * Puts a value first that the user knows, for example from a sample.
     * @throws UserError when there is no such entry, it must not have this value, or a destination may have this name
     */
    public function prefer(string $key, string $value): void
    {
        if (!isset($this->byKey[$key])) {
            throw new UserError("$key is not an entry of the wire table.");
        }
        WireKeys::requireValid($key, $value);
        $this->keepApart($key, $value);
        $this->byKey[$key] = [$value, ...array_values(array_filter($this->byKey[$key], static fn (string $other): bool => strcasecmp($other, $value) !== 0))];
    }

    /**
     * Makes sure that no other field is sent under a name that may be that of a destination or of a stored card: its value
     * could reach a stranger. Only the address and the number may have one name, because both are the tester's.
     */
    private function keepApart(string $key, string $name): void
    {
        foreach (str_starts_with($key, 'form.') ? array_diff($this->keysOf($name, 'form.'), [$key]) : [] as $other) {
            if (in_array($key, self::DESTINATIONS, true) && in_array($other, self::DESTINATIONS, true)) {
                continue;
            }
            if ($other === 'form.cardUri' || in_array($other, self::DESTINATIONS, true)) {
                throw new UserError("The wire entry \"$key\" must not have a name that \"$other\" may have.");
            }
            $this->byKey[$other] = array_values(array_filter($this->byKey[$other], static fn (string $own): bool => strcasecmp($own, $name) !== 0)) ?: $this->byKey[$other];
        }
    }

    public function contains(string $key, string $name): bool
    {
        return in_array(strtolower($name), array_map(strtolower(...), $this->of($key)), true);
    }

    /** @return list<string> the wire keys that have this spelling as a candidate */
    public function keysOf(string $name, string $prefix): array
    {
        return array_values(array_filter($this->keys($prefix), fn (string $key): bool => $this->contains($key, $name)));
    }
}
