<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign\Symfony;

use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Messenger\MessageBusInterface;

#[AsCommand('campaign:ask', 'Dispatches the questions on the standard input, and prints each one that the broker has confirmed')]
final class AskCommand extends Command
{
    public function __construct(private readonly MessageBusInterface $bus)
    {
        parent::__construct();
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        while (($line = fgets(STDIN)) !== false) {
            [$question, $account] = explode(' ', trim($line));
            $this->bus->dispatch(new Ask((int) $question, $account));
            fwrite(STDOUT, "confirmed $question\n");
        }
        return self::SUCCESS;
    }
}
