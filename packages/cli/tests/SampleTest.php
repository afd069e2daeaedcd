<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Probe\Candidates;
use CotpCli\Sample\Mapping;
use CotpCli\Sample\NameMapper;
use CotpCli\Sample\Sample;
use CotpCli\Tests\Support\Command;
use CotpCli\Tests\Support\Folder;
use PHPUnit\Framework\TestCase;

final class SampleTest extends TestCase
{
    public function testCurlLineIsMapped(): void
    {
        $wire = $this->map(<<<'CURL'
            curl --request POST \
                 --url https://service.pcibooking.net/api/cardrequests/send \
                 --header 'content-type: application/json' \
                 --data '{"userId": "hotel-42", "deliveryType": "EMAIL", "toEmail": "guest@example.com", "guestName": "Ann", "enable3DS": true, "csPhone": "+34 600 111 222"}'
            CURL);
        self::assertSame([
            'delivery.email' => 'EMAIL', 'form.bookerId' => 'userId', 'form.deliveryMethod' => 'deliveryType', 'form.email' => 'toEmail', 'form.recipientName' => 'guestName',
            'form.supportPhone' => 'csPhone', 'form.threeDs' => 'enable3DS', 'send.method' => 'POST', 'send.path' => '/cardrequests/send',
        ], $wire);
    }

    public function testPathsOfOtherOperationsAreMapped(): void
    {
        self::assertSame(['delete.method' => 'DELETE', 'delete.path' => '/cardrequest/{id}'], $this->map('curl -X DELETE "https://service.pcibooking.net/api/cardrequest/uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5" -H "Authorization: APIKEY x"'));
        self::assertSame(
            ['retention.set.method' => 'PUT', 'retention.set.path' => '/payments/paycard/{token}/cvv/Restriction'],
            $this->map('curl -X PUT https://service.pcibooking.net/api/payments/paycard/{cardToken}/cvv/Restriction -d \'{"CvvEndRetentionDate":"2018-01-19T11:58:00"}\''),
        );
    }

    public function testResponseOfRetrieveIsMapped(): void
    {
        self::assertSame(
            ['state.cardUri' => 'cardUri', 'state.requestId' => 'requestId', 'state.status' => 'state', 'state.time' => 'updated'],
            $this->map('{"requestId":"uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5","state":"CardStored","updated":"2017-12-19T20:07:32","cardUri":"https://x.example/api/payments/paycard/0123456789abcdef0123456789abcdef"}'),
        );
    }

    public function testNameOfTwoFieldsIsAskedAbout(): void
    {
        $asked = [];
        $mapping = new Mapping(new NameMapper(), function (string $name, array $keys) use (&$asked): string {
            $asked[$name] = $keys;
            return 'form.bookerName';
        });
        $mapping->map(Sample::parse('{"Hotel": "string"}') ?? self::fail());
        self::assertSame(['Hotel' => ['form.bookerId', 'form.bookerName']], $asked);
        self::assertSame(['form.bookerName' => 'Hotel'], $mapping->wire);
    }

    public function testUnclearNameIsNotMappedWithoutATerminal(): void
    {
        self::assertSame([], $this->map('{"Hotel": "string", "Foo": 1}'));
    }

    public function testEveryCandidateMapsToItsOwnField(): void
    {
        $mapper = new NameMapper();
        $candidates = Candidates::load();
        foreach ($candidates->keys('form.') as $key) {
            foreach ($candidates->of($key) as $name) {
                self::assertContains($key, $mapper->keysFor($name), $name);
            }
        }
    }

    public function testNamesThatOnlyResembleAFieldAreNotMapped(): void
    {
        $mapper = new NameMapper();
        foreach (['mailDesign', 'EmailTitle', 'PhoneModel', 'contactPageCaptionStyle2'] as $name) {
            self::assertSame([], array_intersect($mapper->keysFor($name), ['form.email', 'form.phone']), $name);
        }
        self::assertSame(['form.bookerName', 'form.merchantName'], $mapper->keysFor('SellerName'));
    }

    public function testExtensionIsNotRequired(): void
    {
        $folder = new Folder();
        file_put_contents("$folder->path/sample.json", '{"requestId":"uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5","state":"CardStored"}');
        $command = Command::withoutExtension(['probe', '--sample', "$folder->path/sample.json", '--out', $folder->path]);
        $wire = $folder->json('cotp-wire.json');
        $folder->remove();
        self::assertSame(0, $command->code, $command->output());
        self::assertSame(['state.requestId' => 'requestId', 'state.status' => 'state'], $wire);
    }

    public function testJunkIsNoSample(): void
    {
        foreach (['', 'hello', '[1, 2]', '{"a": ', 'curl', 'curl -X POST', "curl 'unterminated", "\0\xff"] as $junk) {
            self::assertNull(Sample::parse($junk), $junk);
        }
    }

    /** @return array<string, string> */
    private function map(string $text): array
    {
        $mapping = new Mapping(new NameMapper(), static fn (): ?string => null);
        $mapping->map(Sample::parse($text) ?? self::fail('It is a sample.'));
        ksort($mapping->wire);
        return $mapping->wire;
    }
}
