<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Interrupt;
use CotpCli\Probe\Candidates;
use CotpCli\Probe\Echoed;
use CotpCli\Probe\Findings;
use CotpCli\Probe\Operation;
use CotpCli\Probe\Route;
use CotpCli\Probe\Routes;
use CotpCli\Probe\StateReader;
use CotpCli\Service\RawClient;
use CotpCli\Service\Target;
use CotpStatus;
use PHPUnit\Framework\Attributes\TestWith;
use PHPUnit\Framework\TestCase;
use Symfony\Component\HttpClient\MockHttpClient;
use Symfony\Component\HttpClient\Response\MockResponse;

final class StateReaderTest extends TestCase
{
    private const ID = 'uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5';

    private Findings $findings;

    public function testStatusesAreThoseOfTheExtension(): void
    {
        $known = array_filter(CotpStatus::cases(), static fn (CotpStatus $status): bool => $status !== CotpStatus::Unknown);
        self::assertSame(array_column($known, 'value'), StateReader::STATUSES);
    }

    public function testResponseWithoutAFittingNameForgetsNothing(): void
    {
        $reader = $this->reader(
            ['RequestID' => self::ID, 'LastNotifiedStatus' => 'MessageQueued'],
            ['RequestID' => self::ID, 'LastNotifiedStatus' => 'Brandnew'],
            ['RequestID' => self::ID, 'LastNotifiedStatus' => 'CardStored', 'LastNotifiedTime' => '2027-01-19T11:58:00'],
        );
        $this->read($reader);
        self::assertSame('Brandnew', $reader->status($this->read($reader)));
        self::assertSame('CardStored', $reader->status($this->read($reader)));
        self::assertSame('LastNotifiedStatus', $this->findings->value('state.status'));
        self::assertSame('LastNotifiedTime', $this->findings->value('state.time'));
    }

    #[TestWith(['Stored at https://hotel.example/x'])]
    #[TestWith(['me@tester.example'])]
    #[TestWith([''])]
    #[TestWith([7])]
    #[TestWith(["Stored\n"])]
    public function testOnlyAWordIsAStatus(mixed $value): void
    {
        $reader = $this->reader(['LastNotifiedStatus' => 'MessageQueued'], ['RequestID' => self::ID, 'LastNotifiedStatus' => $value]);
        $this->read($reader);
        self::assertSame('', $reader->status($this->read($reader)));
    }

    #[TestWith([404, true])]
    #[TestWith([410, true])]
    #[TestWith([503, false])]
    #[TestWith([401, false])]
    public function testOnlyAnAbsentRequestIsGone(int $status, bool $isGone): void
    {
        $reader = $this->reader(['RequestID' => self::ID, 'LastNotifiedStatus' => 'MessageQueued'], $status);
        $this->read($reader);
        self::assertNull($reader->read(self::ID));
        self::assertSame($isGone, $reader->isGone());
    }

    /** @param array<string, mixed>|int ...$responses bodies, or HTTP statuses of errors */
    private function reader(array|int ...$responses): StateReader
    {
        $http = new MockHttpClient(array_map(
            static fn (array|int $response): MockResponse => is_int($response) ? new MockResponse('', ['http_code' => $response]) : new MockResponse((string) json_encode($response)),
            array_values($responses),
        ));
        $routes = new Routes();
        $routes->found(Operation::Retrieve, [new Route(Operation::Retrieve, 'GET', '/cardrequest/{id}')]);
        $candidates = Candidates::load();
        $this->findings = new Findings($candidates);
        return new StateReader(new RawClient(new Target('http://127.0.0.1/api'), 'key', new Interrupt(), http: $http), $routes, $candidates, $this->findings);
    }

    private function read(StateReader $reader): Echoed
    {
        return $reader->read(self::ID) ?? self::fail('The state was not read.');
    }
}
