<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/** What the responses to sends without a destination tell about names. */
final class BodyKnowledge
{
    /** @var array<string, array<string, string>> wire key => name => evidence */
    public array $recognized = [];
    /** @var array<string, string> wire key of a destination => name that the service misses in a send without one */
    public array $missed = [];
    /** Whether anything was tried at all. */
    public bool $wasTried = false;
    /** Whether a wrong type leads to an error for a known name, so that an unknown name can be told apart. */
    public bool $tellsNames = false;
    public bool $refusesUnknown = false;
    /** Whether a send without a destination was accepted. Then no further one is made. */
    public bool $acceptsNothing = false;
    /** @var array<string, list<string>> wire key => values that the service accepts as delivery method */
    public array $deliveryValues = [];

    public function recognize(string $key, string $name, string $evidence): void
    {
        // A service that reads names regardless of case knows each spelling of one name.
        if (!in_array(strtolower($name), array_map(strtolower(...), $this->namesOf($key)), true)) {
            $this->recognized[$key][$name] = $evidence;
        }
    }

    /** Returns the name that the service misses for a destination, in the spelling that was recognized. */
    public function missedName(string $key): ?string
    {
        foreach ($this->namesOf($key) as $name) {
            if (strcasecmp($name, $this->missed[$key] ?? '') === 0) {
                return $name;
            }
        }
        return null;
    }

    /** @return list<string> */
    public function namesOf(string $key): array
    {
        return array_map(strval(...), array_keys($this->recognized[$key] ?? []));
    }
}
