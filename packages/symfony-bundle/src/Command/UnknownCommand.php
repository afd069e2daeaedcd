<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Command;

use Cotp\Ledger\Ledger;
use Cotp\SymfonyBundle\Accounts;
use Cotp\SymfonyBundle\DependencyInjection\Values;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Style\SymfonyStyle;

#[AsCommand('cotp:ledger:unknown', 'Lists the questions whose message may or may not have been sent')]
final class UnknownCommand extends Command
{
    public function __construct(private readonly Ledger $ledger, private readonly ?Accounts $accounts)
    {
        parent::__construct();
    }

    protected function configure(): void
    {
        $this->addOption('account', null, InputOption::VALUE_REQUIRED, 'Only this account. Without it, all that are configured');
        $this->addOption('limit', null, InputOption::VALUE_REQUIRED, 'The greatest number of questions of each account', '100');
        $this->setHelp('Ask the guest, and record what the guest says with cotp:ledger:resolve. A callback also ends this state.');
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $values = new Values('--', $input->getOptions(), '');
        $account = $values->text('account');
        $rows = [];
        foreach ($account === null ? $this->accounts?->names() ?? ['default'] : [$account] as $name) {
            foreach ($this->ledger->unknown($name, $values->integer('limit') ?? 100) as $ask) {
                $rows[] = [$name, $ask->key, $ask->attempt, $ask->since->format('Y-m-d H:i:s'), $ask->unconfirmedRequestId ?? '', $ask->trouble];
            }
        }
        $style = new SymfonyStyle($input, $output);
        $rows === [] ? $style->writeln('No outcome is unknown.') : $style->table(['Account', 'Key', 'Attempt', 'Since (UTC)', 'Unconfirmed request', 'Reason'], $rows);
        return self::SUCCESS;
    }
}
