<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

require_once __DIR__ . '/../../../out/bench/vendor/autoload.php';

use GuzzleHttp\Client as Guzzle;
use GuzzleHttp\Exception\GuzzleException;

final class GuzzleClient extends Client
{
    private ?Guzzle $guzzle;

    public function __construct(private readonly string $base, ?string $caFile, bool $http2, float $timeout)
    {
        $this->guzzle = new Guzzle(['verify' => $caFile ?? true, 'timeout' => $timeout, 'version' => $http2 ? 2.0 : 1.1,
            'headers' => ['Authorization' => 'APIKEY ' . self::KEY, 'Accept' => 'application/json']]);
    }

    public function send(string $booker): array
    {
        try {
            $response = $this->guzzle->request('POST', "$this->base/cardrequest", ['json' => self::fields($booker)]);
            return self::outcome($response->getStatusCode(), $response->getHeaderLine('Location'));
        } catch (GuzzleException $exception) {
            return self::failure('threw', $exception::class . ': ' . $exception->getMessage());
        }
    }

    public function close(): void
    {
        $this->guzzle = null;
        gc_collect_cycles();
    }
}
