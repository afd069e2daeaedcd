<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use InvalidArgumentException;

/** The paths and methods of the API, from the wire entries. As in ASP.NET, the case of a path does not matter. */
final class Routes
{
    public function __construct(private Variant $variant)
    {
        $known = [];
        foreach (Operation::cases() as $operation) {
            $key = $operation->wireKey();
            $shape = $variant->value("$key.method") . ' ' . preg_replace('~\{\w+\}~', '{}', strtolower(trim($variant->value("$key.path"), '/')));
            if (isset($known[$shape])) {
                throw new InvalidArgumentException("the operations \"{$known[$shape]}\" and \"$key\" have the same path and method");
            }
            $known[$shape] = $key;
        }
    }

    /**
     * Returns the routes of a path by method; empty if there is no such path. A fixed path precedes one with a placeholder,
     * and an operation's own path precedes those that are derived from the path of another one.
     * @param list<string> $path without `api`
     * @return array<string, Route>
     */
    public function onPath(array $path): array
    {
        $routes = [];
        $mostFixed = -1;
        foreach ([...$this->ownTemplates(), ...$this->derivedTemplates()] as [$operation, $template]) {
            $arguments = self::argumentsIn($path, $template);
            $fixed = count(array_filter($template, static fn (string $segment): bool => $segment[0] !== '{'));
            if ($arguments === null || $fixed < $mostFixed) {
                continue;
            }
            $routes = $fixed > $mostFixed ? [] : $routes;
            $mostFixed = $fixed;
            $routes[$this->variant->value($operation->wireKey() . '.method')] ??= new Route($operation, $arguments);
        }
        return $routes;
    }

    /**
     * Returns all paths of all operations.
     * @return array<string, Operation> by method and path, such as "GET /cardrequest/{id}"
     */
    public function all(): array
    {
        $all = [];
        foreach ([...$this->ownTemplates(), ...$this->derivedTemplates()] as [$operation, $template]) {
            $all[$this->variant->value($operation->wireKey() . '.method') . ' /' . implode('/', $template)] ??= $operation;
        }
        return $all;
    }

    /** Returns the path of a request or of a card: the part of its operation's path that ends with the id. */
    public function pathOf(Operation $operation, string $placeholder, string $id): string
    {
        $path = $this->variant->value($operation->wireKey() . '.path');
        return '/api' . substr($path, 0, (int) strpos($path, $placeholder)) . $id;
    }

    /** @return list<array{Operation, list<string>}> the paths of the wire entries, in segments */
    private function ownTemplates(): array
    {
        return array_map(
            fn (Operation $operation): array => [$operation, explode('/', trim($this->variant->value($operation->wireKey() . '.path'), '/'))],
            Operation::cases(),
        );
    }

    /** @return list<array{Operation, list<string>}> the type and the data of a destination may be there or not */
    private function derivedTemplates(): array
    {
        $derived = [];
        foreach ($this->ownTemplates() as [$operation, $template]) {
            if ($operation === Operation::GetRetention || $operation === Operation::DeleteRetention) {
                $whole = array_values(array_diff($template, ['{type}', '{data}']));
                array_push($derived, [$operation, $whole], [$operation, [...$whole, '{type}']], [$operation, [...$whole, '{type}', '{data}']]);
            }
        }
        return $derived;
    }

    /**
     * @param list<string> $path
     * @param list<string> $template
     * @return ?array<string, string> null if the path does not match
     */
    private static function argumentsIn(array $path, array $template): ?array
    {
        if (count($path) !== count($template)) {
            return null;
        }
        $arguments = [];
        foreach ($template as $index => $segment) {
            if ($segment[0] === '{') {
                $arguments[trim($segment, '{}')] = $path[$index];
            } elseif (strcasecmp($segment, $path[$index]) !== 0) {
                return null;
            }
        }
        return $arguments;
    }
}
