<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Service\Target;
use CotpCli\UserError;
use LogicException;
use PHPUnit\Framework\Attributes\TestWith;
use PHPUnit\Framework\TestCase;

final class TargetTest extends TestCase
{
    #[TestWith(['https://service.pcibooking.net/api', true])]
    #[TestWith(['https://service-pilot.pcibooking.net/api', false])]
    #[TestWith(['https://SERVICE-QA.pcibooking.net./api', false])]
    #[TestWith(['https://service-plan.pcibooking.net/api', false])]
    #[TestWith(['https://service-pilot.pcibooking.net.example/api', true])]
    #[TestWith(['https://evil-service-pilot.pcibooking.net/api', true])]
    #[TestWith(['http://127.0.0.1:8080/api', false])]
    #[TestWith(['http://[::1]:8080/api', false])]
    #[TestWith(['http://localhost/api', false])]
    #[TestWith(['https://127.0.0.1.example/api', true])]
    #[TestWith(['https://192.168.1.1/api', true])]
    public function testEveryHostButStagingAndThisMachineIsProduction(string $uri, bool $isProduction): void
    {
        self::assertSame($isProduction, (new Target($uri))->isProduction());
    }

    #[TestWith(['@hotel.example/x'])]
    #[TestWith(['.hotel.example/x'])]
    #[TestWith(['4/x'])]
    #[TestWith([''])]
    public function testPathCannotContinueTheHost(string $path): void
    {
        $target = new Target('http://127.0.0.1:8');
        self::assertSame('http://127.0.0.1:8/x', $target->url('/x'));
        $this->expectException(LogicException::class);
        $target->url($path);
    }

    #[TestWith(['https://service-pilot.pcibooking.net@hotel.example/api'])]
    #[TestWith(['http://service-pilot.pcibooking.net/api'])]
    #[TestWith(['https://service-pilot.pcibooking.net\\@hotel.example/api'])]
    #[TestWith(['service-pilot.pcibooking.net/api'])]
    #[TestWith(['https://x/api?a=b'])]
    #[TestWith([''])]
    public function testInvalidUriIsRejected(string $uri): void
    {
        $this->expectException(UserError::class);
        new Target($uri);
    }
}
