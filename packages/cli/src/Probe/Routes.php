<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/** What is known of the routes so far: the existing ones for each operation, and those that surely perform it. */
final class Routes
{
    /** Whether the service accepted a send without any content. Then it is not made again. */
    public bool $acceptsEmptySend = false;
    /** @var array<string, list<Route>> */
    private array $existing = [];
    /** @var array<string, Route> */
    private array $decided = [];

    /** @param list<Route> $routes */
    public function found(Operation $operation, array $routes): void
    {
        $this->existing[$operation->value] = $routes;
    }

    /** Returns the route that surely performs the operation, or null. */
    public function only(Operation $operation): ?Route
    {
        return $this->decided[$operation->value] ?? null;
    }

    /** @return list<Route> the routes to try with a real id: not those that do something else */
    public function toTry(Operation $operation): array
    {
        if (isset($this->decided[$operation->value])) {
            return [$this->decided[$operation->value]];
        }
        return array_values(array_filter($this->existing[$operation->value] ?? [], fn (Route $route): bool => !$this->isTaken($route)));
    }

    public function decide(Route $route): void
    {
        $this->decided[$route->operation->value] = $route;
    }

    /** @return array<string, string> the overrides for all operations with exactly one route */
    public function wire(): array
    {
        $wire = [];
        foreach ($this->decided as $route) {
            $wire += $route->wire();
        }
        return array_filter($wire, WireKeys::isKnown(...), ARRAY_FILTER_USE_KEY);
    }

    private function isTaken(Route $route): bool
    {
        foreach ($this->decided as $other) {
            if ($other->operation !== $route->operation && $other->isSameAs($route)) {
                return true;
            }
        }
        return false;
    }
}
