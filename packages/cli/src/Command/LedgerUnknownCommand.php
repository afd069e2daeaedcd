<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Cotp\Ledger\Ask;
use CotpCli\Ledger\LedgerFile;
use CotpCli\Ledger\Memory;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputInterface;

/** Lists the messages that may have been sent. */
#[AsCommand('ledger:unknown', 'Lists the messages whose outcome is unknown: they may have been sent')]
final class LedgerUnknownCommand extends LedgerCommand
{
    private const MOST = 1000;

    protected function configure(): void
    {
        parent::configure();
        $this->setHelp(self::LEDGER_HELP . <<<'HELP'


              <info>cotp ledger unknown</info>
              <info>cotp ledger unknown --profile live --json</info>

            Time does not end an unknown outcome: ask the guest, then run the line that is shown for the reply. The service is not called.
            Exit codes: 0 there are none, 5 there are some, 1 any error.
            HELP);
    }

    protected function actWithLedger(InputInterface $input, Screen $screen, LedgerFile $file): int
    {
        $unknown = Memory::toKeep($file)->ledger->unknown(limit: self::MOST);
        if ($screen->isJson) {
            $screen->json(['unknown' => array_map(static fn (Ask $ask): array => (new AskText($ask, $file->shown))->json(), $unknown)], JSON_PRETTY_PRINT);
        }
        foreach ($screen->isJson ? [] : $unknown as $ask) {
            array_map($screen->line(...), (new AskText($ask, $file->shown))->reconciliation());
        }
        $screen->isJson || $unknown !== [] || $screen->line('No outcome is unknown.');
        $unknown === [] || $screen->progress('Ask each guest, then run the line with the reply.');
        return $unknown === [] ? ExitCode::OK : ExitCode::UNKNOWN;
    }
}
