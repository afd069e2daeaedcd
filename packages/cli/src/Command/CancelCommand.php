<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;

/** Cancels the link of a request. */
#[AsCommand('cancel', 'Cancels the link of a request, so that the guest can no longer use it')]
final class CancelCommand extends ServiceCommand
{
    protected function configure(): void
    {
        parent::configure();
        AccountOptions::addTo($this);
        $this->addArgument('request', InputArgument::REQUIRED, 'The request id')->setHelp(AccountOptions::HELP . <<<'HELP'


              <info>cotp cancel uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5</info>

            It works until the guest has completed the form. Exit codes: 0 canceled, 3 the request does not exist, 4 the service is not
            available, 5 it may have been canceled, 1 any other error.
            HELP);
    }

    protected function isReading(): bool
    {
        return false;
    }

    protected function act(InputInterface $input, Screen $screen): int
    {
        $id = self::argument($input, 'request');
        (new AccountOptions($input))->client()->delete($id);
        $screen->result(['requestId' => $id, 'isCanceled' => true], ['Request' => $id, 'Link' => 'canceled']);
        return ExitCode::OK;
    }
}
