<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;

/** Shows the retention policy of a stored card. */
#[AsCommand('retention:get', 'Shows how long the security code of a stored card is kept, and for which destinations')]
final class RetentionGetCommand extends ServiceCommand
{
    protected function configure(): void
    {
        parent::configure();
        AccountOptions::addTo($this);
        $this->addArgument('request', InputArgument::REQUIRED, 'The request id: the token of the card is not an argument, because others can read it')->setHelp(AccountOptions::HELP . <<<'HELP'


              <info>cotp retention get uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5</info>

            Exit codes: 0 shown, 3 the request, the card or the policy does not exist, 4 the service is not available, 1 any other error.
            HELP);
    }

    protected function act(InputInterface $input, Screen $screen): int
    {
        $id = self::argument($input, 'request');
        $client = (new AccountOptions($input))->client();
        $text = new RetentionText($id, $client->getRetention(CardOfRequest::uri($client, $id)));
        $screen->result($text->json(), $text->facts());
        return ExitCode::OK;
    }
}
