<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

require_once __DIR__ . '/../../out/bench/vendor/autoload.php';

use GuzzleHttp\Client;
use GuzzleHttp\Pool;
use Psr\Http\Message\ResponseInterface;

final class GuzzlePeer extends Peer
{
    /** Many streams on one connection, instead of as many connections. */
    private const HTTP2 = ['version' => 2.0, 'curl' => [CURLOPT_PIPEWAIT => true]];

    private readonly Client $client;

    public function __construct(string $base, ?string $caFile)
    {
        $this->client = new Client(['base_uri' => "$base/", 'verify' => $caFile ?? true, 'timeout' => self::SECONDS, 'connect_timeout' => self::SECONDS,
            'headers' => ['Authorization' => 'APIKEY ' . self::KEY, 'Accept' => 'application/json']]);
    }

    public function retrieve(string $id): string
    {
        return self::status((string) $this->client->request('GET', "cardrequest/$id")->getBody());
    }

    public function retrieveMany(array $ids, int $concurrency): int
    {
        $requests = function () use ($ids): Generator {
            foreach ($ids as $id) {
                yield fn () => $this->client->requestAsync('GET', "cardrequest/$id", self::HTTP2);
            }
        };
        return $this->many($requests(), $concurrency,
            static fn (ResponseInterface $response): bool => self::status((string) $response->getBody()) === 'CardStored');
    }

    public function sendMany(int $count, int $concurrency): int
    {
        $requests = function () use ($count): Generator {
            for (; $count > 0; $count--) {
                yield fn () => $this->client->requestAsync('POST', 'cardrequest', self::HTTP2 + ['json' => self::FORM]);
            }
        };
        return $this->many($requests(), $concurrency, static fn (ResponseInterface $response): bool => $response->hasHeader('Location'));
    }

    /** @param Closure(ResponseInterface): bool $isGood */
    private function many(Generator $requests, int $concurrency, Closure $isGood): int
    {
        $good = 0;
        $count = static function (ResponseInterface $response) use (&$good, $isGood): void {
            $good += (int) $isGood($response);
        };
        (new Pool($this->client, $requests, ['concurrency' => $concurrency, 'fulfilled' => $count]))->promise()->wait();
        return $good;
    }
}
