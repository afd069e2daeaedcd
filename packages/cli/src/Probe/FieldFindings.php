<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/** Draws the conclusions about the fields of a form from what was recognized and what was repeated by Retrieve. */
final readonly class FieldFindings
{
    public function __construct(private Candidates $candidates, private Findings $findings, private BodyKnowledge $knowledge)
    {
    }

    /**
     * Concludes from errors alone, before any message.
     * @param bool $isComplete whether the service responded to all requests, so that the lack of a name means something
     */
    public function concludeFromErrors(bool $isComplete): void
    {
        foreach ($this->candidates->keys('form.') as $key) {
            $names = $this->knowledge->namesOf($key);
            $name = $this->likeliest($key, $names);
            if ($name !== null) {
                $this->findings->confirm($key, $name, $this->knowledge->recognized[$key][$name]);
            } elseif ($names !== []) {
                $this->findings->notTestable($key, 'The service knows these candidates, but perhaps for something else: ' . implode(', ', $names) . '.');
            } elseif ($this->knowledge->tellsNames && $isComplete) {
                $this->findings->refute($key, 'The service knows none of the ' . count($this->candidates->of($key)) . ' candidates.');
            } else {
                $this->findings->notTestable($key, $this->knowledge->wasTried
                    ? 'Errors of the service do not tell which names it knows.'
                    : 'No path for a send was found, so no name could be tried.');
            }
        }
    }

    /**
     * Returns the name that the service misses in a send without a destination, or else the only one that fits no other
     * field: "Recipient" may be a name, an address or a number.
     * @param list<string> $names
     */
    private function likeliest(string $key, array $names): ?string
    {
        $missed = $this->knowledge->missedName($key);
        if ($missed !== null) {
            return $missed;
        }
        $specific = array_values(array_filter($names, fn (string $name): bool => count($this->candidates->keysOf($name, 'form.')) === 1));
        return count($specific) === 1 ? $specific[0] : null;
    }

    /**
     * Concludes from a message that was accepted and from what Retrieve repeated of it.
     * @param bool $repeatsAnything whether Retrieve repeats names that no service knows, so that it proves nothing
     */
    public function concludeFromEcho(MessagePlan $plan, Echoed $echoed, bool $repeatsAnything): void
    {
        $stuck = $repeatsAnything ? [] : $echoed->stuck($plan);
        foreach ($this->candidates->keys('form.') as $key) {
            $names = array_values(array_map(static fn (Placed $placed): string => $placed->name, array_filter($stuck, static fn (Placed $placed): bool => $placed->key === $key)));
            $recognized = $this->knowledge->namesOf($key);
            $both = array_values(array_filter($names, static fn (string $name): bool => in_array(strtolower($name), array_map(strtolower(...), $recognized), true)));
            $best = $both !== [] ? $both : $names;
            $missed = $this->knowledge->missedName($key);
            if ($missed !== null && in_array(strtolower($missed), array_map(strtolower(...), $best), true)) {
                $this->findings->confirm($key, $missed, 'The service misses it in a send without a destination, and Retrieve repeated the value under this name.');
            } elseif (count($best) === 1) {
                $this->findings->confirm($key, $best[0], $plan->markers->isShared($key)
                    ? 'Retrieve repeated the value under this name.'
                    : 'Retrieve repeated the marker that only this name carried.');
            } elseif (count($best) > 1 && !($this->findings->isConfirmed($key) && in_array($this->findings->value($key), $best, true))) {
                $this->findings->notTestable($key, 'Retrieve repeated several candidates: ' . implode(', ', $best) . '.');
            } elseif ($plan->of($key) !== [] && !$this->findings->isConfirmed($key) && !$repeatsAnything && $stuck !== [] && !$plan->markers->isShared($key)) {
                $this->findings->refute($key, 'Retrieve repeated none of the ' . count($plan->of($key)) . ' candidates that were sent.');
            }
        }
    }
}
