<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Console;

use Cotp\Laravel\CotpManager;
use Cotp\Ledger\Exception\LedgerException;
use Cotp\Ledger\Resolution;
use Illuminate\Console\Command;

/** Records what a person found out about a question whose outcome is unknown. */
final class ResolveCommand extends Command
{
    protected $signature = 'cotp:resolve
        {key : The key of the question}
        {resolution : "sent" if the guest has received the message, "not-sent" if the next ask() may send}
        {--by= : Who found it out, for the history}
        {--account=default : The account}
        {--request-id= : The request id, if it is known}';
    /** @var list<string> */
    protected $aliases = ['cotp:ledger:resolve'];
    protected $description = 'Records whether a message with an unknown outcome was sent';

    public function handle(CotpManager $cotp): int
    {
        [$key, $by, $account, $id] = [$this->argument('key'), $this->option('by'), $this->option('account'), $this->option('request-id')];
        $resolution = ['sent' => Resolution::Sent, 'not-sent' => Resolution::NotSent][$this->argument('resolution')] ?? $this->fail('The resolution must be "sent" or "not-sent".');
        if (!is_string($by) || $by === '') {
            $this->fail('--by must name the person who found it out.');
        }
        try {
            $ask = $cotp->account(is_string($account) ? $account : 'default')->resolve($key, $resolution, $by, is_string($id) ? $id : null);
        } catch (LedgerException $fault) {
            $this->fail($fault->getMessage());
        }
        $this->line("\"$ask->key\" is recorded as " . ($resolution === Resolution::Sent ? 'sent.' : 'not sent: the next ask() sends.'));
        return self::SUCCESS;
    }
}
