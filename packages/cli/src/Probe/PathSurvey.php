<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\Service\RawClient;
use CotpCli\Service\RawRequest;
use CotpCli\Service\RawResponse;

/**
 * Finds out which methods a path has, by requests for an id that does not exist. A method that no operation has leads to
 * 405 where the path exists, mostly with the header Allow; otherwise each method is tried.
 */
final class PathSurvey
{
    private const NO_OPERATION = 'OPTIONS';
    private const UNCLEAR = [0, 401, 403, 408, 426, 429, 500, 502, 503, 504];

    private string $id;
    /** @var array<string, RawResponse> responses to paths that surely do not exist */
    private array $nowhere = [];
    /** @var array<string, list<string>|null> path => methods of the header Allow; null: the path exists, without the header */
    private array $allowed = [];
    /** @var array<string, true> routes to which a request succeeded */
    private array $accepted = [];

    public function __construct(private readonly RawClient $http)
    {
        $this->id = bin2hex(random_bytes(16));
    }

    /** @param list<Route> $routes all that will be asked about */
    public function prepare(array $routes): void
    {
        $requests = [];
        foreach ($routes as $route) {
            $path = $route->request($this->id)->path;
            $requests[$path] = new RawRequest(self::NO_OPERATION, $path);
        }
        foreach ($this->http->all($requests) as $path => $response) {
            $nowhere = $this->nowhere(self::NO_OPERATION, $path, null);
            // Where a server responds in the same way to every path, this method tells nothing.
            if ($response->status !== $nowhere->status && in_array($response->status, [200, 204, 405], true)) {
                $methods = $response->allow();
                $this->allowed[$path] = $methods === [] ? null : $methods;
            } elseif ($nowhere->status === 404 && $response->status === 404) {
                $this->allowed[$path] = [];
            }
        }
    }

    /**
     * Returns those of the routes that exist, as far as an unknown id can tell.
     * @param list<Route> $routes
     * @return list<Route>
     */
    public function existing(array $routes): array
    {
        $likely = array_values(array_filter($routes, function (Route $route): bool {
            $path = $route->request($this->id)->path;
            return !array_key_exists($path, $this->allowed) || $this->allowed[$path] === null || in_array($route->method, $this->allowed[$path], true);
        }));
        $responses = $this->http->all(array_map(fn (Route $route): RawRequest => $route->request($this->id), $likely));
        foreach ($likely as $i => $route) {
            if ($responses[$i]->isSuccess()) {
                $this->accepted[$route->text()] = true;
            }
        }
        return array_values(array_filter($likely, fn (Route $route, int $i): bool => $this->exists($route, $responses[$i]), ARRAY_FILTER_USE_BOTH));
    }

    /** Whether the service accepted the request of the survey to this route. */
    public function wasAccepted(Route $route): bool
    {
        return isset($this->accepted[$route->text()]);
    }

    private function exists(Route $route, RawResponse $response): bool
    {
        if ($response->status === 405 || ($response->status >= 300 && $response->status < 400) || $response->isHtml()) {
            return false;
        }
        $request = $route->request($this->id);
        $isAllowed = in_array($route->method, $this->allowed[$request->path] ?? [], true);
        if (!$route->operation->hasId()) {
            // What a fixed path leads to may be an operation on an id: then the id is unknown.
            return $response->status !== 404 && !in_array($response->status, [0, 401, 403, 429, 502, 503, 504], true) && $this->differs($route, $response);
        }
        return $isAllowed || (!in_array($response->status, self::UNCLEAR, true) && $this->differs($route, $response));
    }

    private function differs(Route $route, RawResponse $response): bool
    {
        $request = $route->request($this->id);
        $nowhere = $this->nowhere($route->method, $request->path, $request->body);
        return $response->signature($this->variable($request->path)) !== $nowhere->signature($this->variable(self::nowherePath($request->path, $this->id)));
    }

    /** @param array<string, mixed>|null $body */
    private function nowhere(string $method, string $path, ?array $body): RawResponse
    {
        $other = self::nowherePath($path, $this->id);
        return $this->nowhere["$method $other " . ($body === null ? 0 : count($body))] ??= $this->http->send(new RawRequest($method, $other, $body));
    }

    /** Returns a path that surely does not exist, with as many segments and with the id at its place. */
    private static function nowherePath(string $path, string $id): string
    {
        return (string) preg_replace_callback('~/([^/]+)~', static fn (array $match): string => $match[1] === $id ? $match[0] : '/cotp-probe-nowhere', $path);
    }

    /** @return list<string> the parts of a path that the text of a response may repeat */
    private function variable(string $path): array
    {
        $base = (string) parse_url($this->http->target()->baseUri, PHP_URL_PATH);
        return [$this->http->target()->url($path), $base . $path, $path, substr_count($path, '/') > 1 ? trim($path, '/') : '', $this->id];
    }
}
