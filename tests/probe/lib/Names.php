<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

use RuntimeException;

/** The vocabulary, from which variants are drawn, and the candidates of the probe, which never reads the vocabulary. */
final class Names
{
    /** @var array<string, list<string>> by wire key */
    private array $inside;
    /** @var array<string, list<string>> by wire key */
    private array $outside;

    /**
     * @param array<string, list<string>> $vocabulary
     * @param array<string, list<string>> $candidates
     */
    public function __construct(array $vocabulary, private array $candidates)
    {
        foreach ($vocabulary as $key => $names) {
            $all = array_map(strtolower(...), array_merge(...array_values(array_intersect_key($candidates, array_flip($this->group($key))))));
            $own = array_map(strtolower(...), $candidates[$key] ?? []);
            $isIn = static fn (array $list): \Closure => static fn (string $name): bool => in_array(strtolower($name), $list, true);
            $this->inside[$key] = array_values(array_filter($names, $isIn($own)));
            // A candidate of another field would be confirmed as that field, and nothing could tell.
            $this->outside[$key] = array_values(array_filter($names, static fn (string $name): bool => !$isIn($own)($name) && !$isIn($all)($name)));
        }
        $missing = array_keys(array_filter($this->inside, static fn (array $names): bool => $names === []));
        $missing === [] || throw new RuntimeException('the vocabulary has no candidate of the probe for ' . implode(', ', $missing));
        count(array_filter($this->outside)) >= count($vocabulary) - 2 || throw new RuntimeException('the vocabulary is not wider than the candidates');
    }

    public static function load(string $root): self
    {
        $read = static fn (string $file): array => json_decode((string) file_get_contents("$root/$file"), true, 4, JSON_THROW_ON_ERROR);
        return new self($read('tests/probe/vocabulary.json'), $read('packages/cli/resources/candidates.json'));
    }

    /** @return list<string> */
    public function keys(): array
    {
        return array_keys($this->inside);
    }

    /** @return list<string> the names that the probe tries */
    public function inside(string $key): array
    {
        return $this->inside[$key];
    }

    /** @return list<string> the names that the probe cannot find */
    public function outside(string $key): array
    {
        return $this->outside[$key];
    }

    /** Whether the probe tries this name. Names and paths are read in any case, and a slash at the end of a path has no meaning. */
    public function isInside(string $key, string $name): bool
    {
        $plain = static fn (string $text): string => strtolower(rtrim($text, '/'));
        return in_array($plain($name), array_map($plain, $this->candidates[$key]), true);
    }

    /** Whether the name is a candidate of another entry of the same object. */
    public function isAmbiguous(string $key, string $name): bool
    {
        foreach ($this->group($key) as $other) {
            if ($other !== $key && in_array(strtolower($name), array_map(strtolower(...), $this->candidates[$other] ?? []), true)) {
                return true;
            }
        }
        return false;
    }

    /** @return list<string> the keys of the names that stand in one object with this one */
    private function group(string $key): array
    {
        $prefix = strstr($key, '.', true);
        $inOne = ['form', 'state'];
        return array_values(array_filter(
            array_keys($this->candidates),
            static fn (string $other): bool => $other === $key
                || (in_array($prefix, $inOne, true) && in_array(strstr($other, '.', true), $inOne, true)
                    && !(str_ends_with($key, '.cardUri') && str_ends_with($other, '.cardUri')))
                || ($prefix === 'callback' && str_starts_with($other, 'callback.')),
        ));
    }
}
