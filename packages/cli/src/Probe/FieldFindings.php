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

    /** Concludes from errors alone, before any message. */
    public function concludeFromErrors(): void
    {
        foreach ($this->candidates->keys('form.') as $key) {
            $names = $this->knowledge->namesOf($key);
            if (count($names) === 1) {
                $this->findings->confirm($key, $names[0], $this->knowledge->recognized[$key][$names[0]]);
            } elseif ($names !== []) {
                $this->findings->notTestable($key, 'The service knows several candidates: ' . implode(', ', $names) . '.');
            } elseif ($this->knowledge->tellsNames) {
                $this->findings->refute($key, 'The service knows none of the ' . count($this->candidates->of($key)) . ' candidates.');
            } else {
                $this->findings->notTestable($key, 'Errors of the service do not tell which names it knows.');
            }
        }
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
            if (count($best) === 1) {
                $this->findings->confirm($key, $best[0], $plan->markers->isShared($key)
                    ? 'Retrieve repeated the value under this name.'
                    : 'Retrieve repeated the marker that only this name carried.');
            } elseif (count($best) > 1) {
                $this->findings->notTestable($key, 'Retrieve repeated several candidates: ' . implode(', ', $best) . '.');
            } elseif ($plan->of($key) !== [] && !$this->findings->isConfirmed($key) && !$repeatsAnything && $stuck !== [] && !$plan->markers->isShared($key)) {
                $this->findings->refute($key, 'Retrieve repeated none of the ' . count($plan->of($key)) . ' candidates that were sent.');
            }
        }
    }
}
