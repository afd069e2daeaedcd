<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

require_once __DIR__ . '/../../out/bench/vendor/autoload.php';

use Symfony\Component\HttpClient\CurlHttpClient;
use Symfony\Contracts\HttpClient\HttpClientInterface;
use Symfony\Contracts\HttpClient\ResponseInterface;

final class SymfonyPeer extends Peer
{
    private readonly HttpClientInterface $client;

    public function __construct(private readonly string $base, ?string $caFile)
    {
        $this->client = new CurlHttpClient(($caFile === null ? [] : ['cafile' => $caFile]) + ['timeout' => self::SECONDS,
            'headers' => ['Authorization' => 'APIKEY ' . self::KEY, 'Accept' => 'application/json']]);
    }

    public function retrieve(string $id): string
    {
        return $this->client->request('GET', "{$this->base}/cardrequest/$id")->toArray()['LastNotifiedStatus'];
    }

    public function retrieveMany(array $ids, int $concurrency): int
    {
        $request = fn (string $id): ResponseInterface => $this->client->request('GET', "{$this->base}/cardrequest/$id");
        $is_good = static fn (ResponseInterface $response): bool => $response->toArray()['LastNotifiedStatus'] === 'CardStored';
        return $this->many($ids, $concurrency, $request, $is_good);
    }

    public function sendMany(int $count, int $concurrency): int
    {
        $request = fn (): ResponseInterface => $this->client->request('POST', "{$this->base}/cardrequest", ['json' => self::FORM]);
        $is_good = static fn (ResponseInterface $response): bool => isset($response->getHeaders()['location']);
        return $this->many(array_fill(0, $count, null), $concurrency, $request, $is_good);
    }

    /**
     * It has no limit of its own for requests in flight, so they go out in groups of that size.
     *
     * @param Closure(mixed): ResponseInterface $request
     * @param Closure(ResponseInterface): bool $isGood
     */
    private function many(array $items, int $concurrency, Closure $request, Closure $isGood): int
    {
        $good = 0;
        foreach (array_chunk($items, $concurrency) as $group) {
            foreach ($this->client->stream(array_map($request, $group)) as $response => $chunk) {
                $good += (int) ($chunk->isLast() && $isGood($response));
            }
        }
        return $good;
    }
}
