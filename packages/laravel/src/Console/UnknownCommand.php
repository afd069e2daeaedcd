<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Console;

use Cotp\Laravel\CotpManager;
use Cotp\Ledger\Ask;
use Illuminate\Console\Command;
use Symfony\Component\Console\Formatter\OutputFormatter;

/** Lists the questions whose outcome is unknown: a person asks the guest, and runs the line that is shown for the reply. */
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
        $unknown = [];
        foreach (is_string($account) ? [$account] : $cotp->accounts() as $name) {
            array_push($unknown, ...$cotp->account($name)->unknown($limit));
        }
        if ($unknown === []) {
            $this->line('No outcome is unknown.');
            return self::SUCCESS;
        }
        $this->table(['Account', 'Key', 'Attempt', 'Since (UTC)', 'Unconfirmed id', 'Trouble'], array_map(self::row(...), $unknown));
        $this->line('Ask each guest. Then run the line with the reply, with your name in the quotes after --by:');
        array_map(fn (Ask $ask) => $this->line(self::lines($ask)), $unknown);
        return self::SUCCESS;
    }

    /** @return list<string|int> */
    private static function row(Ask $ask): array
    {
        return [OutputFormatter::escape($ask->account), OutputFormatter::escape($ask->key), $ask->attempt, $ask->since->format('Y-m-d H:i:s'), OutputFormatter::escape($ask->unconfirmedRequestId ?? ''), OutputFormatter::escape($ask->trouble)];
    }

    /**
     * Returns the commands that record what the guest says about this send, and about no newer one. If all of them are pasted
     * into a shell, the explanations do nothing.
     */
    private static function lines(Ask $ask): string
    {
        $key = escapeshellarg($ask->key);
        $account = $ask->account === 'default' ? '' : escapeshellarg("--account=$ask->account") . ' ';
        $command = "  php artisan cotp:resolve $account--asked-at=" . ResolveCommand::time($ask->askedAt) . " --by='' -- $key";
        return OutputFormatter::escape("\n# $key: the guest has the message\n$command sent\n# $key: the guest has no message\n$command not-sent");
    }
}
