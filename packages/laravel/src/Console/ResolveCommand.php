<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Console;

use Cotp\Laravel\CotpManager;
use Cotp\Ledger\Exception\AlreadyReplaced;
use Cotp\Ledger\Exception\LedgerException;
use Cotp\Ledger\Resolution;
use DateTimeImmutable;
use DateTimeZone;
use Illuminate\Console\Command;

/** Records what a person found out about a question whose outcome is unknown. */
final class ResolveCommand extends Command
{
    private const TIME = '!Y-m-d\TH:i:s.v\Z';
    protected $signature = 'cotp:resolve
        {key : The key of the question}
        {resolution : "sent" if the guest has received the message, "not-sent" if the next ask() may send}
        {--asked-at= : Which send the guest was asked about: its time, as in the line that cotp:unknown shows}
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
        $time = $this->option('asked-at');
        $askedAt = DateTimeImmutable::createFromFormat(self::TIME, is_string($time) ? $time : '', new DateTimeZone('UTC'))
            ?: $this->fail('--asked-at must be the time of the send that the guest was asked about. Copy the line that cotp:unknown shows.');
        try {
            $ask = $cotp->account(is_string($account) ? $account : 'default')->resolve($key, $resolution, $by, is_string($id) ? $id : null, $askedAt);
        } catch (AlreadyReplaced $fault) {
            $last = $fault->ask === null ? 'again' : 'last at ' . self::time($fault->ask->askedAt);
            $this->fail("\"$key\" was sent $last, so nothing was recorded. Run cotp:unknown again: if it still lists the question, ask the guest about that message.");
        } catch (LedgerException $fault) {
            $this->fail($fault->getMessage());
        }
        $this->line("\"$ask->key\" is recorded as " . ($resolution === Resolution::Sent ? 'sent.' : 'not sent: the next ask() sends.'));
        return self::SUCCESS;
    }

    /** Returns the value of --asked-at for a send. */
    public static function time(DateTimeImmutable $askedAt): string
    {
        return $askedAt->format('Y-m-d\TH:i:s.v\Z');
    }
}
