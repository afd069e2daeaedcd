<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\Service\RawClient;

/** Retrieves requests as they are, and finds the names of the state by the values: the id, a status, a time. */
final class StateReader
{
    /** The statuses of CotpStatus: --sample reads them without the extension. */
    public const STATUSES = ['MessageQueued', 'MessageSent', 'MessageDelivered', 'MessageFailed', 'FormViewed', 'CardStored', 'LinkExpired', 'StoreFailed'];

    /** @var array<string, list<string>> wire key => names that fit so far */
    private array $fitting = [];
    /** @var array<string, Route> routes that do not retrieve: they may do something else, so they are not tried again */
    private array $failed = [];
    /** The HTTP status of the last response. */
    private int $lastStatus = 0;
    /** @var list<Route> those of them that succeeded in doing something else */
    private array $didSomething = [];

    public function __construct(
        private readonly RawClient $http,
        private readonly Routes $routes,
        private readonly Candidates $candidates,
        private readonly Findings $findings,
    ) {
    }

    /** Returns null if no candidate of Retrieve's path returns a JSON object. */
    public function read(string $requestId): ?Echoed
    {
        foreach ($this->routes->toTry(Operation::Retrieve) as $route) {
            if (isset($this->failed[$route->text()])) {
                continue;
            }
            $response = $this->http->send($route->request($requestId));
            $this->lastStatus = $response->status;
            $body = $response->isSuccess() ? $response->json() : null;
            if ($body !== null && !array_is_list($body) && $this->isState(new Echoed($body), $requestId)) {
                $this->routes->decide($route);
                $this->findings->confirm(Operation::Retrieve->pathKey(), $route->path, "{$route->text()} returned the state of a request.");
                $this->findings->confirm(Operation::Retrieve->methodKey(), $route->method, "{$route->text()} returned the state of a request.");
                $echoed = new Echoed($body);
                $this->learn($echoed, $requestId);
                return $echoed;
            }
            if ($this->routes->only(Operation::Retrieve) === null && $response->status !== 0 && $response->status < 500) {
                $this->failed[$route->text()] = $route;
                $response->isSuccess() && $this->didSomething[] = $route;
            }
        }
        return null;
    }

    /** Whether Retrieve is known, and said that the last request does not exist any more. */
    public function isGone(): bool
    {
        return $this->routes->only(Operation::Retrieve) !== null && in_array($this->lastStatus, [404, 410], true);
    }

    /** Returns the route that did something else than to retrieve while the right one was sought, if it is the only one. */
    public function didSomethingElse(): ?Route
    {
        return count($this->didSomething) === 1 ? $this->didSomething[0] : null;
    }

    private function isState(Echoed $echoed, string $requestId): bool
    {
        return $echoed->containsText($requestId) || $echoed->namesWith(self::isStatus(...)) !== [];
    }

    /** Returns the status, as far as its name is known and its value is a word: it is shown to others in the report. */
    public function status(Echoed $echoed): string
    {
        $name = $this->name('state.status');
        $value = $name === null ? null : $echoed->value($name);
        return is_string($value) && preg_match('/^[A-Za-z]{1,64}$/D', $value) === 1 ? $value : '';
    }

    public static function isStatus(mixed $value): bool
    {
        return is_string($value) && in_array(strtolower($value), array_map(strtolower(...), self::STATUSES), true);
    }

    public static function isTime(mixed $value): bool
    {
        return is_string($value) && preg_match('/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/', $value) === 1;
    }

    private function learn(Echoed $echoed, string $requestId): void
    {
        $this->narrow('state.requestId', $echoed->namesWith(static fn (mixed $value): bool => is_string($value) && strcasecmp($value, $requestId) === 0), 'Its value is the id of the request.');
        $this->narrow('state.status', $echoed->namesWith(self::isStatus(...)), 'Its value is one of the documented statuses.');
        $this->narrow('state.time', $echoed->namesWith(self::isTime(...)), 'Its value is a time.');
    }

    /**
     * Keeps the names that fitted in each response so far; a response in which none of them fits changes nothing. One is enough if it is the only one, or the only candidate.
     * @param list<string> $names
     */
    private function narrow(string $key, array $names, string $evidence): void
    {
        $earlier = $this->fitting[$key] ?? [];
        $common = array_values(array_intersect($earlier, $names));
        $this->fitting[$key] = $common !== [] ? $common : ($earlier !== [] ? $earlier : $names);
        $name = $this->name($key);
        if ($name !== null) {
            $this->findings->confirm($key, $name, $evidence);
        } elseif ($this->fitting[$key] === []) {
            $this->findings->notTestable($key, 'No member of the response to Retrieve has such a value.');
        } else {
            $this->findings->notTestable($key, 'Several members of the response to Retrieve have such a value.');
        }
    }

    private function name(string $key): ?string
    {
        $fitting = $this->fitting[$key] ?? [];
        if (count($fitting) > 1) {
            $fitting = array_values(array_filter($fitting, fn (string $name): bool => $this->candidates->contains($key, $name)));
        }
        return count($fitting) === 1 ? $fitting[0] : null;
    }
}
