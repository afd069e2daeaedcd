<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** Deletes the retention policy of a stored card, or a part of it. */
#[AsCommand('retention:delete', 'Deletes the retention policy of a stored card, or its entries for one destination')]
final class RetentionDeleteCommand extends ServiceCommand
{
    protected function configure(): void
    {
        parent::configure();
        AccountOptions::addTo($this);
        $this
            ->addArgument('request', InputArgument::REQUIRED, 'The request id: the token of the card is not an argument, because others can read it')
            ->addOption('type', null, InputOption::VALUE_REQUIRED, 'Only the entries of this type of destination')
            ->addOption('data', null, InputOption::VALUE_REQUIRED, 'Only this destination; requires --type')
            ->setHelp(AccountOptions::HELP . <<<'HELP'


                  <info>cotp retention delete uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5</info>
                  <info>cotp retention delete uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5 --type HostName --data pms.example</info>

                Exit codes: 0 deleted, 3 the request, the card or the policy does not exist, 4 the service is not available, 5 it may have
                been deleted, 1 any other error.
                HELP);
    }

    protected function isReading(): bool
    {
        return false;
    }

    protected function act(InputInterface $input, Screen $screen): int
    {
        $id = self::argument($input, 'request');
        [$type, $data] = [self::text($input, 'type'), self::text($input, 'data')];
        $client = (new AccountOptions($input))->client();
        $client->deleteRetention(CardOfRequest::uri($client, $id), $type, $data);
        $screen->result(
            ['requestId' => $id, 'isDeleted' => true, 'type' => $type, 'data' => $data],
            ['Request' => $id, 'Policy' => 'deleted' . ($type === null ? '' : ' for ' . trim("$type $data"))],
        );
        return ExitCode::OK;
    }
}
