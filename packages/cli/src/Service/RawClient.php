<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Service;

use Closure;
use CotpCli\Interrupt;
use CotpCli\Interrupted;
use CotpCli\Probe\DestinationGuard;
use LengthException;
use Symfony\Component\HttpClient\HttpClient;
use Symfony\Contracts\HttpClient\Exception\ExceptionInterface;
use Symfony\Contracts\HttpClient\HttpClientInterface;
use Symfony\Contracts\HttpClient\ResponseInterface;
use Throwable;

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
        ?HttpClientInterface $http = null,
    ) {
        $this->http = $http ?? HttpClient::create([
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
     * @param (Closure(RawResponse): void)|null $check is called with each response before any further request is sent
     * @return array<T, RawResponse> with the same keys
     */
    public function all(array $requests, ?Closure $check = null): array
    {
        $responses = [];
        foreach (array_chunk($requests, max(1, $this->concurrency), true) as $chunk) {
            $read = $this->chunk($chunk, $check);
            $limited = array_filter($read, static fn (RawResponse $response): bool => $response->status === 429);
            if ($limited !== []) {
                $this->interrupt->pause(min(self::LONGEST_PAUSE, max(array_map(static fn (RawResponse $response): float => (float) ($response->headers['retry-after'] ?? 1), $limited))));
                $read = $this->chunk(array_intersect_key($chunk, $limited), $check) + $read;
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
     * @param (Closure(RawResponse): void)|null $check
     * @return array<T, RawResponse>
     */
    private function chunk(array $requests, ?Closure $check): array
    {
        $this->interrupt->check();
        $started = [];
        try {
            foreach ($requests as $key => $request) {
                $started[$key] = $this->start($request);
            }
            $read = array_map(fn (ResponseInterface|RawResponse $response): RawResponse => $response instanceof RawResponse ? $response : $this->read($response), $started);
        } catch (Throwable $fault) {
            // A response that was never read throws in its destructor, which would replace the reason for the end.
            foreach ($started as $response) {
                $response instanceof ResponseInterface && self::cancel($response);
            }
            $this->interrupt->check();
            throw $fault;
        }
        $check === null || array_walk($read, static fn (RawResponse $response) => $check($response));
        return $read;
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
            throw new LengthException('The response is too long.');
        }
        $this->interrupt->check();
    }

    private static function cancel(ResponseInterface $response): void
    {
        try {
            $response->cancel();
        } catch (Interrupted | LengthException) {
            // onProgress() is called once more.
        }
    }

    private function read(ResponseInterface $response): RawResponse
    {
        try {
            $headers = array_map(static fn (array $values): string => implode(', ', $values), $response->getHeaders(false));
            return new RawResponse($response->getStatusCode(), $headers, $response->getContent(false));
        } catch (ExceptionInterface $failure) {
            self::cancel($response);
            $this->interrupt->check();
            return new RawResponse(0, [], '', $failure->getMessage());
        }
    }
}
