<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\Service\RawClient;
use CotpCli\Service\RawRequest;
use CotpCli\Service\RawResponse;

/**
 * Finds paths and methods by requests that cannot succeed: sends without any destination, and operations on an id or
 * token that does not exist. A route exists if its response differs from that of a path that surely does not exist.
 */
final class RouteDiscovery
{
    private string $id;
    /** @var array<string, string> signatures of responses to paths that do not exist */
    private array $nowhere = [];

    public function __construct(private readonly RawClient $http, private readonly Candidates $candidates, private readonly Findings $findings)
    {
        $this->id = bin2hex(random_bytes(16));
    }

    public function discover(): Routes
    {
        $routes = new Routes();
        foreach (Operation::cases() as $operation) {
            $this->discoverOne($operation, $routes);
        }
        return $routes;
    }

    private function discoverOne(Operation $operation, Routes $routes): void
    {
        $methods = $this->candidates->of($operation->methodKey());
        $first = $this->tryAll($operation, array_map(
            static fn (string $path): Route => new Route($operation, $methods[0], $path),
            $this->candidates->of($operation->pathKey()),
        ));
        $second = $first['exists'] === [] ? $this->tryAll($operation, $this->otherMethods($operation, $first, $methods)) : ['exists' => [], 'absent' => []];
        $exists = $this->likeliest([...$first['exists'], ...$second['exists']]);
        $routes->found($operation, $exists);
        if ($exists === [] && $operation->hasId()) {
            $routes->undecided($operation, $first['absent']);
        }
        $this->report($operation, $exists, count($this->candidates->of($operation->pathKey())));
    }

    /**
     * @param list<Route> $all
     * @return array{exists: list<Route>, absent: list<Route>, allow: list<array{Route, list<string>}>}
     */
    private function tryAll(Operation $operation, array $all): array
    {
        $result = ['exists' => [], 'absent' => [], 'allow' => []];
        $responses = $this->http->all(array_map(fn (Route $route): RawRequest => $route->request($this->id), $all));
        foreach ($responses as $i => $response) {
            $route = $all[$i];
            if ($response->status === 405) {
                $result['allow'][] = [$route, $response->allow()];
            } elseif ($this->exists($route, $response)) {
                $result['exists'][] = $route;
            } else {
                $result['absent'][] = $route;
            }
        }
        return $result;
    }

    /**
     * @param array{exists: list<Route>, absent: list<Route>, allow: list<array{Route, list<string>}>} $first
     * @param list<string> $methods
     * @return list<Route>
     */
    private function otherMethods(Operation $operation, array $first, array $methods): array
    {
        $others = [];
        foreach ($first['allow'] as [$route, $allowed]) {
            foreach (array_slice($methods, 1) as $method) {
                if ($allowed === [] || in_array($method, $allowed, true)) {
                    $others[] = new Route($operation, $method, $route->path);
                }
            }
        }
        // Some routers respond to a wrong method as to a path that does not exist.
        foreach ($others === [] ? $first['absent'] : [] as $route) {
            foreach (array_slice($methods, 1) as $method) {
                $others[] = new Route($operation, $method, $route->path);
            }
        }
        return $others;
    }

    private function exists(Route $route, RawResponse $response): bool
    {
        if (in_array($response->status, [0, 401, 403, 408, 426, 429, 502, 503, 504], true) || $response->isHtml()) {
            return false;
        }
        if ($response->status === 404 && !$route->operation->hasId()) {
            return false;
        }
        return $response->signature($this->variable($route->request($this->id)->path)) !== $this->nowhere($route);
    }

    /** Returns the signature of the response to a path that surely does not exist, with the same method and body. */
    private function nowhere(Route $route): string
    {
        $depth = substr_count($route->path, '/');
        return $this->nowhere["$route->method {$route->operation->value} $depth"] ??= $this->signatureOfNowhere($route, $depth);
    }

    private function signatureOfNowhere(Route $route, int $depth): string
    {
        $path = str_repeat('/cotp-probe-nowhere', max(1, $depth - 1)) . ($depth > 1 ? "/$this->id" : '');
        $response = $this->http->send(new RawRequest($route->method, $path, $route->operation->harmlessBody($route->method)));
        return $response->signature($this->variable($path));
    }

    /** @return list<string> the parts of a path that the text of a response may repeat */
    private function variable(string $path): array
    {
        $base = (string) parse_url($this->http->target()->baseUri, PHP_URL_PATH);
        return [$this->http->target()->url($path), $base . $path, $path, substr_count($path, '/') > 1 ? trim($path, '/') : '', $this->id];
    }

    /**
     * Removes routes that are the same to a server, such as one with a slash at its end.
     * @param list<Route> $routes
     * @return list<Route>
     */
    private function likeliest(array $routes): array
    {
        $kept = [];
        foreach ($routes as $route) {
            $kept[strtolower(rtrim($route->path, '/'))] ??= $route;
        }
        return array_values($kept);
    }

    /** @param list<Route> $exists */
    private function report(Operation $operation, array $exists, int $tried): void
    {
        foreach ([$operation->pathKey(), $operation->methodKey()] as $key) {
            if (count($exists) === 1) {
                $value = $key === $operation->pathKey() ? $exists[0]->path : $exists[0]->method;
                $this->findings->confirm($key, $value, $operation->hasId()
                    ? "{$exists[0]->text()} exists: its response for an unknown id differs from that of a path that does not exist."
                    : "{$exists[0]->text()} exists: it responds to an incomplete request, and no other of $tried candidate paths does.");
            } elseif ($exists !== []) {
                $this->findings->notTestable($key, 'Several candidates exist: ' . implode(', ', array_map(static fn (Route $route): string => $route->text(), $exists)) . '.');
            } else {
                $operation->hasId()
                    ? $this->findings->notTestable($key, "None of $tried candidate paths differs from a path that does not exist.")
                    : $this->findings->refute($key, "None of $tried candidate paths exists.");
            }
        }
    }
}
