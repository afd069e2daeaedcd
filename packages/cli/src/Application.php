<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli;

use CotpCli\Command\DoctorCommand;
use CotpCli\Command\ProbeCommand;
use CotpCli\Command\Terminal;
use Symfony\Component\Console\Application as ConsoleApplication;
use Symfony\Component\Console\Formatter\OutputFormatter;
use Symfony\Component\Console\Output\OutputInterface;
use Throwable;

/** The command cotp. */
final class Application extends ConsoleApplication
{
    public function __construct(Terminal $terminal = new Terminal())
    {
        parent::__construct('cotp', '0.1.0');
        $this->setCatchErrors();
        $this->add(new ProbeCommand($terminal));
        $this->add(new DoctorCommand());
    }

    /** Shows a condition that the user can correct as one sentence. */
    public function renderThrowable(Throwable $e, OutputInterface $output): void
    {
        if ($e instanceof UserError && !$output->isVeryVerbose()) {
            $output->writeln('<error>cotp: ' . OutputFormatter::escape($e->getMessage()) . '</error>', OutputInterface::VERBOSITY_QUIET);
            return;
        }
        parent::renderThrowable($e, $output);
    }
}
