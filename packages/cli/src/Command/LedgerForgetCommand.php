<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Cotp\Ledger\Exception\UnknownKey;
use Cotp\Ledger\ForgetReport;
use CotpCli\Ledger\LedgerFile;
use CotpCli\Ledger\Memory;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;

/** Removes what is personal from the ledger. */
#[AsCommand('ledger:forget', 'Removes what is personal about a guest from the ledger, and asks first')]
final class LedgerForgetCommand extends LedgerCommand
{
    protected function configure(): void
    {
        parent::configure();
        $this->addConfirmation();
        $this
            ->addArgument('reference', InputArgument::REQUIRED, 'The reference given to cotp send', null, Completion::references())
            ->setHelp(self::LEDGER_HELP . <<<'HELP'


                  <info>cotp ledger forget booking-4711</info>

                The digests of the address and of the form are removed. The reference stays, so that it is not sent again by mistake. It is
                shown where else data of the guest may be. Exit codes: 0 removed, 3 the reference does not exist, 7 it is being sent,
                1 any other error.
                HELP);
    }

    protected function actWithLedger(InputInterface $input, Screen $screen, LedgerFile $file): int
    {
        $reference = self::reference($input);
        $memory = Memory::toKeep($file);
        $memory->ledger->find($reference) ?? throw new UnknownKey('');
        $this->agree($input, $screen, "Remove what the ledger knows about the recipient and the form of \"$reference\"?");
        $report = $this->uninterrupted(static fn (): ForgetReport => $memory->ledger->forget($reference));
        $screen->result(
            ['reference' => $reference, 'attempts' => $report->attempts, 'callbacks' => $report->callbacks, 'elsewhere' => $report->elsewhere],
            ['Reference' => $reference, 'Removed' => "from $report->attempts attempts", ...array_combine(array_map(static fn (int $n): string => 'See also ' . $n + 1, array_keys($report->elsewhere)), $report->elsewhere)],
        );
        return ExitCode::OK;
    }
}
