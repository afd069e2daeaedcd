<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Console;

use Cotp\Laravel\CotpManager;
use Cotp\Ledger\Exception\LedgerException;
use Cotp\Ledger\Ledger;
use CotpException;
use Illuminate\Console\Command;

/** Checks all entries, the tables of the ledger, and that its database does not forget commits. No guest gets a message. */
final class CheckCommand extends Command
{
    protected $signature = 'cotp:check
        {--online : Also checks at the service that the API keys are accepted}';
    protected $description = 'Checks the configuration and the database of the ledger';

    public function handle(CotpManager $cotp): int
    {
        try {
            $cotp->configuration()->check();
            $cotp->configuration()->checkForProduction();
            $cotp->with(static fn (Ledger $ledger) => $ledger->check());
            foreach ($this->option('online') === true ? $cotp->accounts() : [] as $name) {
                $cotp->client($name)->authenticate() || $this->fail("The service rejects the API key of the account \"$name\".");
            }
        } catch (\InvalidArgumentException | LedgerException | CotpException $fault) {
            $this->fail($fault->getMessage());
        }
        $this->line('The configuration and the tables of the ledger are in order. Accounts: ' . implode(', ', $cotp->accounts()) . '.');
        return self::SUCCESS;
    }
}
