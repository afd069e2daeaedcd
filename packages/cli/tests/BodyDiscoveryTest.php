<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Interrupt;
use CotpCli\Probe\BodyDiscovery;
use CotpCli\Probe\BodyKnowledge;
use CotpCli\Probe\Candidates;
use CotpCli\Probe\Markers;
use CotpCli\Probe\Operation;
use CotpCli\Probe\Route;
use CotpCli\Probe\Tester;
use CotpCli\Sample\NameMapper;
use CotpCli\Service\RawClient;
use CotpCli\Service\Target;
use PHPUnit\Framework\Attributes\TestWith;
use PHPUnit\Framework\TestCase;
use Symfony\Component\HttpClient\MockHttpClient;
use Symfony\Component\HttpClient\Response\MockResponse;

final class BodyDiscoveryTest extends TestCase
{
    /** @var list<string> the bodies in the order in which they were sent */
    private array $bodies = [];

    #[TestWith(['~^\{\}$~'])]
    #[TestWith(['~^\{"CotpProbeControl":"probe"\}$~'])]
    #[TestWith(['~^\{"CotpProbeUnknown":\{~'])]
    #[TestWith(['~^\{"Template":\{~'])]
    #[TestWith(['~^\{"CardUri":\{~'])]
    #[TestWith(['~"DeliveryMethod":"CotpProbeControl"~'])]
    #[TestWith(['~"DeliveryMethod":"SMS"~'])]
    public function testAcceptedSendIsTheLastOne(string $accepted): void
    {
        self::assertTrue($this->discover($accepted)->acceptsNothing);
        self::assertMatchesRegularExpression($accepted, (string) end($this->bodies));
    }

    public function testNothingIsAcceptedWhereEachSendIsRefused(): void
    {
        self::assertFalse($this->discover('~^never$~')->acceptsNothing);
        self::assertGreaterThan(100, count($this->bodies));
    }

    private function discover(string $accepted): BodyKnowledge
    {
        $http = new MockHttpClient(function (string $method, string $url, array $options) use ($accepted): MockResponse {
            $this->bodies[] = $body = is_string($options['body']) ? $options['body'] : '';
            $names = implode(' ', array_map(strval(...), array_keys((array) json_decode($body, true))));
            return preg_match($accepted, $body) === 1
                ? new MockResponse('', ['http_code' => 201])
                : new MockResponse((string) json_encode("The value of $names is wrong."), ['http_code' => 400]);
        });
        $client = new RawClient(new Target('http://127.0.0.1/api'), 'key', new Interrupt(), concurrency: 1, http: $http);
        $markers = new Markers(Tester::from('me@tester.example', null), '', 'digits', 3);
        $discovery = new BodyDiscovery($client, Candidates::load(), new NameMapper(), $markers);
        return $discovery->discover(new Route(Operation::Send, 'POST', '/cardrequest'), new Route(Operation::SecurityCode, 'POST', '/cardrequest/cvv'));
    }
}
