<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Interrupt;
use CotpCli\Interrupted;
use CotpCli\Service\RawClient;
use CotpCli\Service\RawRequest;
use CotpCli\Service\Target;
use PHPUnit\Framework\TestCase;
use Symfony\Component\HttpClient\MockHttpClient;
use Symfony\Component\HttpClient\Response\MockResponse;

final class RawClientTest extends TestCase
{
    public function testInterruptEndsRequestsInProgress(): void
    {
        $interrupt = new Interrupt();
        $http = new MockHttpClient(static function () use ($interrupt): MockResponse {
            return new MockResponse((static function () use ($interrupt): iterable {
                $interrupt->request();
                yield 'not found';
            })(), ['http_code' => 404]);
        });
        $client = new RawClient(new Target('http://127.0.0.1/api'), 'key', $interrupt, http: $http);
        $this->expectException(Interrupted::class);
        $client->all([new RawRequest('GET', '/a'), new RawRequest('GET', '/b'), new RawRequest('GET', '/c')]);
    }

    public function testNothingIsSentAfterAFailedCheck(): void
    {
        $http = new MockHttpClient(static fn (): MockResponse => new MockResponse());
        $client = new RawClient(new Target('http://127.0.0.1/api'), 'key', new Interrupt(), concurrency: 1, http: $http);
        try {
            $client->all([new RawRequest('GET', '/a'), new RawRequest('GET', '/b')], static fn () => throw new \DomainException());
            self::fail('The check was not called.');
        } catch (\DomainException) {
            self::assertSame(1, $http->getRequestsCount());
        }
    }
}
