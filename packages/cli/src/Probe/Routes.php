<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/** What is known of the routes so far: per operation one that exists, several, or none. */
final class Routes
{
    /** @var array<string, list<Route>> */
    private array $found = [];
    /** @var array<string, list<Route>> */
    private array $undecided = [];

    /** @param list<Route> $routes */
    public function found(Operation $operation, array $routes): void
    {
        $this->found[$operation->value] = $routes;
    }

    /**
     * Sets routes of which only a real id can tell whether they exist.
     * @param list<Route> $routes
     */
    public function undecided(Operation $operation, array $routes): void
    {
        $this->undecided[$operation->value] = $routes;
    }

    /** Returns the route, if there is exactly one. */
    public function only(Operation $operation): ?Route
    {
        $found = $this->found[$operation->value] ?? [];
        return count($found) === 1 ? $found[0] : null;
    }

    /** @return list<Route> the routes to try with a real id, the likeliest first */
    public function toTry(Operation $operation): array
    {
        return ($this->found[$operation->value] ?? []) ?: ($this->undecided[$operation->value] ?? []);
    }

    /** Keeps only this route: it was used with success. */
    public function decide(Route $route): void
    {
        $this->found[$route->operation->value] = [$route];
    }

    /** @return array<string, string> the overrides for all operations with exactly one route */
    public function wire(): array
    {
        $wire = [];
        foreach (Operation::cases() as $operation) {
            $wire += $this->only($operation)?->wire() ?? [];
        }
        return array_filter($wire, WireKeys::isKnown(...), ARRAY_FILTER_USE_KEY);
    }
}
