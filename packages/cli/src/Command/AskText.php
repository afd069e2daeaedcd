<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use DateTimeImmutable;

/** What the ledger knows about a message, for persons and programs. It contains no address. */
final readonly class AskText
{
    public function __construct(private Ask $ask, private ShownCommand $shown)
    {
    }

    /** @return array<string, mixed> */
    public function json(): array
    {
        return [
            'reference' => $this->ask->key,
            'attempt' => $this->ask->attempt,
            'isNew' => $this->ask->isNew,
            'state' => $this->ask->state->name,
            'ending' => $this->ask->ending?->name,
            'askedAt' => self::time($this->ask->askedAt),
            'since' => $this->ask->since->format('Y-m-d\TH:i:s\Z'),
            'requestId' => $this->ask->requestId,
            'status' => $this->ask->status->name,
            'rawStatus' => $this->ask->rawStatus,
            'trouble' => $this->ask->trouble,
        ];
    }

    /** @return array<string, string|null> */
    public function facts(): array
    {
        return [
            'Reference' => "{$this->ask->key}, attempt {$this->ask->attempt}",
            'Result' => $this->result(),
            'Request' => $this->ask->requestId,
            'Status' => $this->ask->rawStatus !== '' ? $this->ask->rawStatus : null,
            'Since' => $this->ask->since->format('Y-m-d H:i:s') . ' UTC',
            'Trouble' => $this->ask->trouble !== '' ? $this->ask->trouble : null,
            'Next' => $this->next(),
        ];
    }

    public function exitCode(): int
    {
        return match ($this->ask->state) {
            AskState::Sent => ExitCode::OK,
            AskState::Ended => $this->ask->ending === Ending::CardStored ? ExitCode::OK : ExitCode::WITHOUT_CARD,
            AskState::Unknown => ExitCode::UNKNOWN,
            AskState::Reserved => ExitCode::PENDING,
            AskState::NotSent => ExitCode::UNAVAILABLE,
        };
    }

    /** Returns the value of --asked-at for a send. */
    public static function time(DateTimeImmutable $askedAt): string
    {
        return $askedAt->format('Y-m-d\TH:i:s.v\Z');
    }

    /**
     * Returns the lines that end an unknown outcome of this send, and of no newer one. If all of them are pasted into a
     * shell, the explanations do nothing.
     * @return list<string>
     */
    public function reconciliation(): array
    {
        $command = fn (string $option): string => '  ' . $this->shown->withLedger('ledger reconcile', $this->ask->key, $option, '--asked-at=' . self::time($this->ask->askedAt));
        return [
            '# ' . ShownCommand::word($this->ask->key) . ", attempt {$this->ask->attempt}, since {$this->ask->since->format('Y-m-d H:i:s')} UTC"
                . ($this->ask->trouble === '' ? '' : ': ' . ShownCommand::word($this->ask->trouble)),
            '# The guest has the message:', $command('--sent'),
            '# The guest has no message:', $command('--not-sent'),
        ];
    }

    private function result(): string
    {
        return match ($this->ask->state) {
            AskState::Sent => $this->ask->isNew ? 'sent' : 'sent before, not sent again',
            AskState::Ended => match ($this->ask->ending) {
                Ending::CardStored => 'the guest has stored a card',
                Ending::Expired => 'the link has expired without a card',
                Ending::Failed => 'the message could not be delivered',
                default => 'the link was canceled',
            } . '; not sent again',
            AskState::Unknown => 'unknown: it may have been sent, so it is not sent again',
            AskState::Reserved => 'another process is sending it, or was ended while it did; not sent again',
            AskState::NotSent => 'not sent',
        };
    }

    private function next(): ?string
    {
        return match ($this->ask->state) {
            AskState::Sent => $this->ask->requestId === null ? null : $this->shown->withAccount('wait', $this->ask->requestId),
            AskState::Ended => $this->ask->ending === Ending::CardStored ? $this->shown->withAccount('show', $this->ask->requestId) : $this->shown->withLedger('ledger remind', $this->ask->key),
            AskState::Unknown => 'ask the guest, then run the line for the reply that is shown by: ' . $this->shown->withLedger('ledger unknown'),
            AskState::Reserved => 'run the command again in a minute',
            AskState::NotSent => $this->shown->withLedger('send', $this->ask->key),
        };
    }
}
