<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Command;

use Cotp\Ledger\Schema;
use Cotp\SymfonyBundle\Ledger\LazyPdo;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;

#[AsCommand('cotp:ledger:migrate', 'Creates the tables of the ledger, or brings them to the current version')]
final class MigrateCommand extends Command
{
    public function __construct(private readonly LazyPdo $pdo)
    {
        parent::__construct();
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $applied = Schema::migrate($this->pdo);
        $output->writeln($applied === 0 ? 'The tables are up to date.' : 'The tables have version ' . Schema::VERSION . '.');
        return self::SUCCESS;
    }
}
