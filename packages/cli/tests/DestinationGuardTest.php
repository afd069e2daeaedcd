<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Probe\Candidates;
use CotpCli\Probe\DestinationGuard;
use CotpCli\Probe\Tester;
use LogicException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

final class DestinationGuardTest extends TestCase
{
    private const OWN = 'me@tester.example';

    /** @return iterable<string, array{array<string, mixed>}> */
    public static function dangerous(): iterable
    {
        yield 'another address' => [['RecipientEmail' => 'guest@hotel.example']];
        yield 'another address in any text' => [['HeaderText' => 'write to guest@hotel.example']];
        yield 'a destination without an address' => [['RecipientEmail' => 'Probe zqaaab']];
        yield 'the other channel' => [['RecipientPhone' => self::OWN]];
        yield 'a number' => [['Template' => '+34600111222']];
        yield 'a national number' => [['Template' => '600 111 222']];
        yield 'a number that is an integer' => [['Template' => 34600111222]];
        yield 'a number that only begins like a fictional one' => [['CustomerSupportPhone' => '+12025550234']];
        yield 'a stored card' => [['CardUri' => 'Probe zqaaab']];
        yield 'a callback to somebody' => [['CallbackUrl' => 'https://hotel.example/cotp']];
        yield 'a host that only begins like a reserved one' => [['CallbackUrl' => 'https://cotp-probe.invalid.example/']];
        yield 'a host behind a user name' => [['CallbackUrl' => 'https://x.invalid@hotel.example/']];
        yield 'a nested value' => [['Extra' => ['email' => 'guest@hotel.example']]];
        yield 'another casing of a destination' => [['recipientemail' => 'x@y.invalid']];
    }

    /** @param array<string, mixed> $body */
    #[DataProvider('dangerous')]
    public function testMessageWithAnythingElseIsRejected(array $body): void
    {
        $this->expectException(LogicException::class);
        $this->guard()->requireTesterOnly($body);
    }

    public function testMessageToTheTesterPasses(): void
    {
        $this->guard()->requireTesterOnly([
            'RecipientEmail' => self::OWN, 'To' => self::OWN, 'BookerId' => 'probe-zqaaab', 'Amount' => 101, 'ThreeDs' => true, 'CustomerSupportPhone' => '+12025550120',
            'CustomerSupportEmail' => 'zqaaab@cotp-probe.invalid', 'CustomerSupportLink' => 'https://zqaaab.cotp-probe.invalid/', 'CallbackUrl' => 'https://me.example/cb?probe=zqaaab',
        ]);
        $this->addToAssertionCount(1);
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public static function withDestination(): iterable
    {
        yield 'an address' => [['Email' => self::OWN]];
        yield 'an address in an object' => [['a' => ['b' => self::OWN]]];
        yield 'a number' => [['Phone' => '+34600111222']];
        yield 'a number that is an integer' => [['Phone' => 34600111222]];
    }

    /** @param array<string, mixed> $body */
    #[DataProvider('withDestination')]
    public function testRawRequestHasNoDestination(array $body): void
    {
        $this->expectException(LogicException::class);
        DestinationGuard::requireNoDestination($body);
    }

    private function guard(): DestinationGuard
    {
        return new DestinationGuard(Tester::from(self::OWN, null), Candidates::load(), 'https://me.example/cb');
    }
}
