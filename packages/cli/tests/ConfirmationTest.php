<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Command\Confirmation;
use CotpCli\Command\Terminal;
use CotpCli\Probe\Tester;
use CotpCli\Service\Target;
use CotpCli\UserError;
use PHPUnit\Framework\TestCase;
use Symfony\Component\Console\Input\ArrayInput;
use Symfony\Component\Console\Output\BufferedOutput;
use Symfony\Component\Console\Style\SymfonyStyle;

final class ConfirmationTest extends TestCase
{
    private const PRODUCTION = 'https://service.pcibooking.net/api';

    public function testProductionRequiresTheTypedHost(): void
    {
        $this->confirmation(true)->ofProduction(new Target(self::PRODUCTION), true, $this->typing('service.pcibooking.net'));
        $this->expectExceptionMessage('was not confirmed');
        $this->confirmation(true)->ofProduction(new Target(self::PRODUCTION), true, $this->typing('yes'));
    }

    public function testProductionRequiresATerminal(): void
    {
        $this->expectExceptionMessage('on a terminal');
        $this->confirmation(false)->ofProduction(new Target(self::PRODUCTION), true, $this->typing('service.pcibooking.net'));
    }

    public function testProductionRequiresItsOption(): void
    {
        $this->expectExceptionMessage('add --production');
        $this->confirmation(true)->ofProduction(new Target(self::PRODUCTION), false, $this->typing('service.pcibooking.net'));
    }

    public function testMessagesRequireAYes(): void
    {
        $tester = Tester::from('me@tester.example', null);
        $this->confirmation(true)->ofMessages($tester, false, $this->typing('y'));
        $this->expectException(UserError::class);
        $this->confirmation(true)->ofMessages($tester, false, $this->typing(''));
    }

    private function confirmation(bool $isInteractive): Confirmation
    {
        return new Confirmation(new class ($isInteractive) extends Terminal {
            public function __construct(private readonly bool $isInteractive)
            {
            }

            public function isInteractive(): bool
            {
                return $this->isInteractive;
            }
        });
    }

    private function typing(string $text): SymfonyStyle
    {
        $stream = fopen('php://memory', 'r+') ?: self::fail();
        fwrite($stream, "$text\n");
        rewind($stream);
        $input = new ArrayInput([]);
        $input->setStream($stream);
        return new SymfonyStyle($input, new BufferedOutput());
    }
}
