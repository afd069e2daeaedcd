<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Command;

use Cotp\Ledger\Ledger;
use Cotp\Ledger\WorkReport;
use Cotp\SymfonyBundle\DependencyInjection\Values;
use Cotp\SymfonyBundle\Ledger\LazyPdo;
use PDOException;
use Psr\Log\LoggerInterface;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Command\SignalableCommandInterface;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

#[AsCommand('cotp:ledger:work', 'Processes callbacks, look-ups and policies of the ledger')]
final class WorkCommand extends Command implements SignalableCommandInterface
{
    private bool $isStopped = false;     // by a signal handler

    public function __construct(private readonly Ledger $ledger, private readonly LazyPdo $pdo, private readonly ?LoggerInterface $logger = null)
    {
        parent::__construct();
    }

    protected function configure(): void
    {
        $this->addOption('limit', null, InputOption::VALUE_REQUIRED, 'The greatest number of operations, or of operations at a time with --watch', '100');
        $this->addOption('seconds', null, InputOption::VALUE_REQUIRED, 'No operation begins after so many seconds', '20');
        $this->addOption('watch', null, InputOption::VALUE_NONE, 'Continues until a signal ends it');
        $this->addOption('pause', null, InputOption::VALUE_REQUIRED, 'Seconds between two looks with --watch, if nothing is due', '2');
        $this->setHelp('Run it from cron each minute, or with --watch under a supervisor, in as many processes as you like. It may be killed at any time.');
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $values = new Values('--', $input->getOptions(), '');
        [$limit, $seconds, $pause] = [$values->integer('limit') ?? 100, $values->float('seconds') ?? 20.0, $values->float('pause') ?? 2.0];
        if ($input->getOption('watch') !== true) {
            $this->report($this->ledger->work($limit, $seconds), $output);
            return self::SUCCESS;
        }
        while (!$this->isStopped) {
            $report = $this->workOrRecover($limit, $seconds);
            $report !== null && $this->report($report, $output);
            $report?->isFinished === false || $this->wait($pause);
        }
        return self::SUCCESS;
    }

    /** @return list<int> */
    public function getSubscribedSignals(): array
    {
        return [SIGINT, SIGTERM];
    }

    public function handleSignal(int $signal, int|false $previousExitCode = 0): int|false
    {
        $this->isStopped = true;
        return false;       // the operation in progress finishes
    }

    /** Returns null if the database is away: then the connection is opened again. */
    private function workOrRecover(int $limit, float $seconds): ?WorkReport
    {
        try {
            $this->pdo->reset();
            return $this->ledger->work($limit, $seconds);
        } catch (PDOException $fault) {
            $this->logger?->error('The database of the ledger is not available.', ['exception' => $fault]);
            return null;
        }
    }

    private function wait(float $seconds): void
    {
        for ($end = hrtime(true) + $seconds * 1e9; !$this->isStopped && hrtime(true) < $end;) {
            usleep(50_000);
        }
    }

    private function report(WorkReport $report, OutputInterface $output): void
    {
        if ($report->givenUp + $report->callbacks + $report->lookUps + $report->policies + $report->failures > 0 || $output->isVerbose()) {
            $output->writeln("$report->callbacks callbacks, $report->lookUps look-ups, $report->policies policies, $report->givenUp newly unknown, $report->failures failures");
        }
    }
}
