<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** A request as received by a worker. */
final class HttpRequest
{
    /**
     * @param list<string> $segments the path's parts, each percent-decoded after the split
     * @param array<string, string> $headers names in lower case
     * @param array<mixed> $form
     */
    public function __construct(
        public readonly string $method,
        public readonly array $segments,
        public readonly array $headers,
        public readonly string $body,
        public readonly array $form,
    ) {
    }

    public static function fromGlobals(): self
    {
        $path = explode('?', Json::text($_SERVER['REQUEST_URI'] ?? null), 2)[0];
        $headers = [];
        foreach (getallheaders() as $name => $value) {
            $headers[strtolower((string) $name)] = Json::text($value);
        }
        return new self(
            Json::text($_SERVER['REQUEST_METHOD'] ?? null),
            array_map(rawurldecode(...), explode('/', trim($path, '/'))),
            $headers,
            (string) file_get_contents('php://input'),
            $_POST,
        );
    }

    public function header(string $name): string
    {
        return $this->headers[$name] ?? '';
    }

    /** Returns the origin that the client used: behind a container's port mapping only the client knows it. */
    public function origin(): string
    {
        $host = $this->header('host');
        return 'http://' . (preg_match('/^[A-Za-z0-9.:\[\]-]{1,255}$/D', $host) ? $host : '127.0.0.1');
    }

    /** @return array<mixed> */
    public function jsonObject(): array
    {
        $value = json_decode($this->body, true, 16);
        if (!is_array($value) || !str_starts_with(ltrim($this->body), '{')) {
            throw new ApiError(-123, 'The body must be a JSON object.');
        }
        array_walk_recursive($value, static function (mixed $member): void {
            if (is_float($member) && !is_finite($member)) {
                throw new ApiError(-123, 'A number in the body is too large.');
            }
        });
        return $value;
    }
}
