<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Application;
use Error;
use PHPUnit\Framework\TestCase;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\ArrayInput;
use Symfony\Component\Console\Output\BufferedOutput;

final class ApplicationTest extends TestCase
{
    public function testErrorsOfPhpAreReported(): void
    {
        $application = new Application();
        $application->setAutoExit(false);
        $application->add((new Command('fail'))->setCode(static fn () => throw new Error('A fault of the command.')));
        $output = new BufferedOutput();
        self::assertSame(1, $application->run(new ArrayInput(['command' => 'fail']), $output));
        self::assertStringContainsString('A fault of the command.', $output->fetch());
    }
}
