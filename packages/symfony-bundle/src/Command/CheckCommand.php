<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Command;

use Cotp\Ledger\Ledger;
use Cotp\SymfonyBundle\Accounts;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

#[AsCommand('cotp:check', 'Checks the accounts of the configuration and the tables of the ledger')]
final class CheckCommand extends Command
{
    public function __construct(private readonly ?Accounts $accounts, private readonly Ledger $ledger)
    {
        parent::__construct();
    }

    protected function configure(): void
    {
        $this->addOption('online', null, InputOption::VALUE_NONE, 'Also checks at the service that the API keys are accepted');
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $isWell = true;
        foreach ($this->accounts?->names() ?? [] as $name) {
            $isAccepted = $input->getOption('online') === true ? $this->accounts?->client($name)->authenticate() : null;
            $isWell = $isWell && $isAccepted !== false;
            $output->writeln("Account \"$name\": " . match ($isAccepted) {
                true => 'the service accepts the API key.',
                false => '<error>the service rejects the API key.</error>',
                null => 'the configuration is valid.',
            });
        }
        $this->ledger->check();
        $output->writeln('Ledger: the tables fit, and the database does not forget commits.');
        return $isWell ? self::SUCCESS : self::FAILURE;
    }
}
