<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Console;

use Cotp\Laravel\CotpManager;
use Illuminate\Console\Command;

/** Lists the questions whose outcome is unknown: a person asks the guest, and calls cotp:resolve. */
final class UnknownCommand extends Command
{
    protected $signature = 'cotp:unknown
        {--account= : Only this account}
        {--limit=100 : How many for each account}';
    /** @var list<string> */
    protected $aliases = ['cotp:ledger:unknown'];
    protected $description = 'Lists the questions whose message may have been sent';

    public function handle(CotpManager $cotp): int
    {
        $limit = filter_var($this->option('limit'), FILTER_VALIDATE_INT, ['options' => ['min_range' => 1]]);
        if ($limit === false) {
            $this->fail('--limit must be a whole number of at least 1.');
        }
        $account = $this->option('account');
        $rows = [];
        foreach (is_string($account) ? [$account] : $cotp->accounts() as $name) {
            foreach ($cotp->account($name)->unknown($limit) as $ask) {
                $rows[] = [$name, $ask->key, $ask->attempt, $ask->since->format('Y-m-d H:i:s'), $ask->unconfirmedRequestId ?? '', $ask->trouble];
            }
        }
        $rows === [] ? $this->line('No outcome is unknown.') : $this->table(['Account', 'Key', 'Attempt', 'Since (UTC)', 'Unconfirmed id', 'Trouble'], $rows);
        return self::SUCCESS;
    }
}
