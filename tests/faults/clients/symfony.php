<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

require_once __DIR__ . '/../../../out/bench/vendor/autoload.php';

use Symfony\Component\HttpClient\CurlHttpClient;
use Symfony\Contracts\HttpClient\Exception\ExceptionInterface;

final class SymfonyClient extends Client
{
    private ?CurlHttpClient $client;

    public function __construct(private readonly string $base, ?string $caFile, bool $http2, float $timeout)
    {
        $this->client = new CurlHttpClient(['cafile' => $caFile, 'max_duration' => $timeout,
            'headers' => ['Authorization' => 'APIKEY ' . self::KEY, 'Accept' => 'application/json']]);
    }

    public function send(string $booker): array
    {
        try {
            $response = $this->client->request('POST', "$this->base/cardrequest", ['json' => self::fields($booker)]);
            $headers = $response->getHeaders();
            $response->getContent();
            return self::outcome($response->getStatusCode(), $headers['location'][0] ?? '');
        } catch (ExceptionInterface $exception) {
            return self::failure('threw', $exception::class . ': ' . $exception->getMessage());
        }
    }

    public function close(): void
    {
        $this->client = null;
        gc_collect_cycles();
    }
}
