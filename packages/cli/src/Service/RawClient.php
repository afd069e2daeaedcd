<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Service;

use CotpCli\Interrupt;
use CotpCli\Probe\DestinationGuard;
use Symfony\Component\HttpClient\HttpClient;
use Symfony\Contracts\HttpClient\Exception\ExceptionInterface;
use Symfony\Contracts\HttpClient\HttpClientInterface;
use Symfony\Contracts\HttpClient\ResponseInterface;

/**
 * Sends requests that cannot cause a message, a few at a time. CotpRequest sends the others: it shows neither raw
 * bodies nor the header Allow, and does not try paths out.
 */
final class RawClient
{
    private const LONGEST_BODY = 1048576;
    /** Seconds for which a limit of the service is awaited at most. */
    private const LONGEST_PAUSE = 60.0;
    private const DISTURBED = [0, 408, 429, 502, 503, 504];

    private HttpClientInterface $http;
    private int $disturbed = 0;

    public function __construct(
        private readonly Target $target,
        #[\SensitiveParameter] string $apiKey,
        private readonly Interrupt $interrupt,
        ?string $caFile = null,
        private readonly float $timeout = 10.0,
        private readonly int $concurrency = 4,
    ) {
        $this->http = HttpClient::create([
            'headers' => ['Authorization' => "APIKEY $apiKey", 'Accept' => 'application/json', 'Accept-Encoding' => 'identity', 'User-Agent' => 'cotp-probe'],
            'max_redirects' => 0,
            'no_proxy' => '*',
            'timeout' => $timeout,
            'max_duration' => $timeout,
            ...($caFile === null ? [] : ['cafile' => $caFile]),
        ], $concurrency);
    }

    public function target(): Target
    {
        return $this->target;
    }

    /** Whether the service failed, limited or did not respond to a request: then the lack of something proves nothing. */
    public function wasDisturbed(): bool
    {
        return $this->disturbed > 0;
    }

    public function send(RawRequest $request): RawResponse
    {
        return $this->all([$request])[0];
    }

    /**
     * @template T of array-key
     * @param array<T, RawRequest> $requests
     * @return array<T, RawResponse> with the same keys
     */
    public function all(array $requests): array
    {
        $responses = [];
        foreach (array_chunk($requests, max(1, $this->concurrency), true) as $chunk) {
            $read = $this->chunk($chunk);
            $limited = array_filter($read, static fn (RawResponse $response): bool => $response->status === 429);
            if ($limited !== []) {
                $this->interrupt->pause(min(self::LONGEST_PAUSE, max(array_map(static fn (RawResponse $response): float => (float) ($response->headers['retry-after'] ?? 1), $limited))));
                $read = $this->chunk(array_intersect_key($chunk, $limited)) + $read;
            }
            foreach ($chunk as $key => $request) {
                $responses[$key] = $read[$key];
                $this->disturbed += in_array($read[$key]->status, self::DISTURBED, true) ? 1 : 0;
            }
        }
        return $responses;
    }

    /**
     * @template T of array-key
     * @param array<T, RawRequest> $requests
     * @return array<T, RawResponse>
     */
    private function chunk(array $requests): array
    {
        $this->interrupt->check();
        $started = array_map($this->start(...), $requests);
        return array_map(fn (ResponseInterface|RawResponse $response): RawResponse => $response instanceof RawResponse ? $response : $this->read($response), $started);
    }

    private function start(RawRequest $request): ResponseInterface|RawResponse
    {
        DestinationGuard::requireNoDestination($request->body);
        $options = $request->body === null ? [] : [
            'headers' => ['Content-Type' => 'application/json'],
            'body' => json_encode((object) $request->body, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES),
        ];
        try {
            return $this->http->request($request->method, $this->target->url($request->path), $options + ['on_progress' => $this->onProgress(...)]);
        } catch (ExceptionInterface $failure) {
            return new RawResponse(0, [], '', $failure->getMessage());
        }
    }

    private function onProgress(int $received): void
    {
        if ($received > self::LONGEST_BODY) {
            throw new \LengthException('The response is too long.');
        }
        $this->interrupt->check();
    }

    private function read(ResponseInterface $response): RawResponse
    {
        try {
            $headers = array_map(static fn (array $values): string => implode(', ', $values), $response->getHeaders(false));
            return new RawResponse($response->getStatusCode(), $headers, $response->getContent(false));
        } catch (ExceptionInterface $failure) {
            $this->interrupt->check();
            $response->cancel();
            return new RawResponse(0, [], '', $failure->getMessage());
        }
    }
}
