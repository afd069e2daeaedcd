<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\Service\RawClient;

/**
 * Finds paths and methods by requests that cannot succeed: sends without any destination, and operations on an id or
 * token that does not exist. That a route exists does not say what it does. It is confirmed without a real id only where
 * its method or its path says so and no other operation can be meant.
 */
final readonly class RouteDiscovery
{
    private const TELLING = '~/(?:cancel|delete|expire|clear|clearcvv|clear-cvv)(?:/|$)~i';

    private PathSurvey $survey;

    public function __construct(private RawClient $http, private Candidates $candidates, private Findings $findings)
    {
        $this->survey = new PathSurvey($http);
    }

    public function discover(): Routes
    {
        $routes = new Routes();
        $all = [];
        foreach (Operation::cases() as $operation) {
            $all[$operation->value] = $this->candidateRoutes($operation);
        }
        $this->survey->prepare(array_merge(...array_values($all)));
        foreach (Operation::cases() as $operation) {
            $routes->found($operation, self::distinct($this->survey->existing($all[$operation->value])));
        }
        foreach (Operation::cases() as $operation) {
            $this->report($operation, $routes);
        }
        $send = $routes->only(Operation::Send);
        $routes->acceptsEmptySend = $send !== null && $this->survey->wasAccepted($send);
        return $routes;
    }

    /** @return list<Route> with the likeliest method first */
    private function candidateRoutes(Operation $operation): array
    {
        $routes = [];
        foreach ($this->candidates->of($operation->methodKey()) as $method) {
            foreach ($this->candidates->of($operation->pathKey()) as $path) {
                $routes[] = new Route($operation, $method, $path);
            }
        }
        return $routes;
    }

    /**
     * Removes routes that are the same to a server, such as one with a slash at its end.
     * @param list<Route> $routes
     * @return list<Route>
     */
    private static function distinct(array $routes): array
    {
        $kept = [];
        foreach ($routes as $route) {
            $kept[$route->method . ' ' . strtolower(rtrim($route->path, '/'))] ??= $route;
        }
        return array_values($kept);
    }

    private function report(Operation $operation, Routes $routes): void
    {
        $existing = $routes->toTry($operation);
        $sure = count($existing) === 1 && $this->isSure($existing[0], $routes) ? $existing[0] : null;
        $sure === null || $routes->decide($sure);
        $texts = implode(', ', array_map(static fn (Route $route): string => $route->text(), $existing));
        foreach ([$operation->pathKey() => $sure?->path, $operation->methodKey() => $sure?->method] as $key => $value) {
            if ($value !== null) {
                $this->findings->confirm($key, $value, $operation->hasId()
                    ? "$texts exists, and no other candidate does. It was tried with an unknown id only."
                    : "$texts responds to a request without any content, and no other candidate does.");
            } elseif ($existing !== []) {
                $this->findings->notTestable($key, "These candidates exist, but an unknown id does not tell what they do: $texts.");
            } elseif ($this->http->wasDisturbed()) {
                $this->findings->notTestable($key, 'None of the candidate paths was seen to exist, but the service did not respond to all requests as it should.');
            } else {
                $this->findings->refute($key, 'None of ' . count($this->candidates->of($operation->pathKey())) . ' candidate paths exists with one of the candidate methods.');
            }
        }
    }

    /** Whether the only existing route can be nothing but its operation. */
    private function isSure(Route $route, Routes $routes): bool
    {
        $operation = $route->operation;
        return match (true) {
            !$operation->hasId() => true,
            $operation->isReading() => $route->method === 'GET' || preg_match('~/(?:status|get)(?:/|$)~i', $route->path) === 1,
            $operation === Operation::SetRetention => $this->hasUsual(Operation::GetRetention, 'GET', $routes) && $this->hasUsual(Operation::DeleteRetention, 'DELETE', $routes),
            default => $route->method === 'DELETE' || preg_match(self::TELLING, $route->path) === 1,
        };
    }

    /** Whether another operation on the same things exists with its usual method, so that no other method is meant for it. */
    private function hasUsual(Operation $other, string $method, Routes $routes): bool
    {
        return count(array_filter($routes->toTry($other), static fn (Route $route): bool => $route->method === $method)) === 1;
    }
}
