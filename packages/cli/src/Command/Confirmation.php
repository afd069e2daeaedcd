<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\Interrupt;
use CotpCli\Probe\MessageBudget;
use CotpCli\Probe\Tester;
use CotpCli\Service\Target;
use CotpCli\UserError;
use Symfony\Component\Console\Style\SymfonyStyle;

/** What a person has to agree to before a run. */
final readonly class Confirmation
{
    public function __construct(private Terminal $terminal, private Interrupt $interrupt = new Interrupt())
    {
    }

    /**
     * Production needs the option and a typed confirmation on a terminal; no other option replaces them.
     * @throws UserError when one of them is missing
     */
    public function ofProduction(Target $target, bool $isAllowed, SymfonyStyle $io): void
    {
        if (!$target->isProduction()) {
            return;
        }
        if (!$isAllowed) {
            throw new UserError("$target->host is not a staging host, so it counts as production. Use " . Target::example() . ' with a staging account, or add --production.');
        }
        if (!$this->terminal->isInteractive()) {
            throw new UserError('A run against production requires a typed confirmation on a terminal. --yes does not replace it.');
        }
        $io->writeln("<comment>$target->host counts as production: messages are real, and may cost money.</comment>");
        if ($this->interrupt->whileAsking(static fn (): mixed => $io->ask("Type the host name ($target->host) to go on")) !== $target->host) {
            throw new UserError('The host name was not confirmed. Nothing was sent.');
        }
    }

    /** @throws UserError when the messages are not agreed to */
    public function ofMessages(Tester $tester, bool $isAgreed, SymfonyStyle $io): void
    {
        $io->writeln([
            '',
            'At most ' . MessageBudget::MOST_MESSAGES . " messages will be delivered, all to {$tester->masked()} and to nobody else.",
            'If the service refuses a message, nothing is delivered, and it is changed and sent again: at most ' . MessageBudget::MOST_REFUSED . ' times.',
        ]);
        if ($isAgreed) {
            return;
        }
        if (!$this->terminal->isInteractive()) {
            throw new UserError('Without a terminal, --yes is required before a message is sent.');
        }
        if (!$this->interrupt->whileAsking(static fn (): bool => $io->confirm('Is this your own address, and may they be sent?', false))) {
            throw new UserError('Not agreed. No message was sent.');
        }
    }
}
