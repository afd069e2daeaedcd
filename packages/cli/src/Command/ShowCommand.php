<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** Shows the state of a request. */
#[AsCommand('show', 'Shows the state of a request')]
final class ShowCommand extends ServiceCommand
{
    protected function configure(): void
    {
        parent::configure();
        AccountOptions::addTo($this);
        $this
            ->addArgument('request', InputArgument::REQUIRED, 'The request id')
            ->addOption('show-token', null, InputOption::VALUE_NONE, 'Show the URI of the stored card, which contains its token')
            ->setHelp(AccountOptions::HELP . <<<'HELP'


                  <info>cotp show uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5</info>
                  <info>cotp show uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5 --profile staging --json</info>

                Exit codes: 0 shown, 3 the request does not exist, 4 the service is not available, 1 any other error.
                HELP);
    }

    protected function act(InputInterface $input, Screen $screen): int
    {
        $state = (new AccountOptions($input))->client()->retrieve(self::argument($input, 'request'));
        $text = new StateText($state, (bool) $input->getOption('show-token'));
        $screen->result($text->json(), $text->facts());
        return ExitCode::OK;
    }
}
