<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Command;

use Cotp\Ledger\Ask;
use Cotp\Ledger\Ledger;
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
    public function __construct(private readonly Ledger $ledger)
    {
        parent::__construct();
    }

    protected function configure(): void
    {
        $this->addOption('account', null, InputOption::VALUE_REQUIRED, 'The account', 'default');
        $this->addOption('limit', null, InputOption::VALUE_REQUIRED, 'The greatest number of questions', '100');
        $this->setHelp('Ask the guest, and record what the guest says with cotp:ledger:resolve. A callback also ends this state.');
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $values = new Values('--', $input->getOptions(), '');
        $unknown = $this->ledger->unknown($values->required('account'), $values->integer('limit') ?? 100);
        $style = new SymfonyStyle($input, $output);
        if ($unknown === []) {
            $style->writeln('No outcome is unknown.');
            return self::SUCCESS;
        }
        $style->table(['Key', 'Attempt', 'Since (UTC)', 'Unconfirmed request', 'Reason'], array_map(static fn (Ask $ask): array => [
            $ask->key, $ask->attempt, $ask->since->format('Y-m-d H:i:s'), $ask->unconfirmedRequestId ?? '', $ask->trouble,
        ], $unknown));
        return self::SUCCESS;
    }
}
