<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\Service\RawRequest;

/** A method and a path template. */
final readonly class Route
{
    public function __construct(public Operation $operation, public string $method, public string $path)
    {
    }

    /** Returns the request with this id or token; type and data are those of a destination that nobody has. */
    public function request(string $id): RawRequest
    {
        $path = strtr($this->path, ['{id}' => $id, '{token}' => $id, '{type}' => 'HostName', '{data}' => DestinationGuard::RESERVED_HOST]);
        return new RawRequest($this->method, $path, $this->operation->harmlessBody($this->method));
    }

    public function text(): string
    {
        return "$this->method $this->path";
    }

    /** Whether a server sees the same method and path in both. */
    public function isSameAs(self $other): bool
    {
        return $this->method === $other->method && strcasecmp(rtrim($this->path, '/'), rtrim($other->path, '/')) === 0;
    }

    /** @return array<string, string> */
    public function wire(): array
    {
        return [$this->operation->pathKey() => $this->path, $this->operation->methodKey() => $this->method];
    }
}
