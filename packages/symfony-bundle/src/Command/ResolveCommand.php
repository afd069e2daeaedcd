<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Command;

use Cotp\Ledger\Exception\NotUnknown;
use Cotp\Ledger\Exception\UnknownKey;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Resolution;
use Cotp\SymfonyBundle\DependencyInjection\Values;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Style\SymfonyStyle;

#[AsCommand('cotp:ledger:resolve', 'Records what a person found out about a question whose outcome is unknown')]
final class ResolveCommand extends Command
{
    public function __construct(private readonly Ledger $ledger)
    {
        parent::__construct();
    }

    protected function configure(): void
    {
        $this->addArgument('key', InputArgument::REQUIRED, 'The key of the question');
        $this->addArgument('outcome', InputArgument::REQUIRED, '"sent" if the guest has the message, "not-sent" if not: then the next ask() sends');
        $this->addOption('by', null, InputOption::VALUE_REQUIRED, 'Who found out, for the history');
        $this->addOption('request', null, InputOption::VALUE_REQUIRED, 'The request id, if it is known');
        $this->addOption('account', null, InputOption::VALUE_REQUIRED, 'The account', 'default');
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $values = new Values('', $input->getArguments() + $input->getOptions(), '');
        $resolution = Resolution::tryFrom(strtr($values->required('outcome'), '-', '_'));
        $by = $values->text('by');
        $style = new SymfonyStyle($input, $output);
        if ($resolution === null || $by === null) {
            $style->error($by === null ? 'The option --by must be set: it names the person.' : 'The argument "outcome" must be "sent" or "not-sent".');
            return self::INVALID;
        }
        try {
            $ask = $this->ledger->resolve($values->required('key'), $resolution, $by, $values->required('account'), $values->text('request'));
        } catch (NotUnknown | UnknownKey $fault) {
            $style->error($fault->getMessage());
            return self::FAILURE;
        }
        $style->writeln("\"$ask->key\" is recorded as {$ask->state->value}.");
        return self::SUCCESS;
    }
}
