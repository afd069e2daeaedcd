<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Command;

use Cotp\Ledger\Ask;
use Cotp\Ledger\Ledger;
use Cotp\SymfonyBundle\Accounts;
use Cotp\SymfonyBundle\DependencyInjection\Values;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Formatter\OutputFormatter;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Style\SymfonyStyle;

#[AsCommand('cotp:ledger:unknown', 'Lists the questions whose message may or may not have been sent')]
final class UnknownCommand extends Command
{
    public function __construct(private readonly Ledger $ledger, private readonly ?Accounts $accounts)
    {
        parent::__construct();
    }

    protected function configure(): void
    {
        $this->addOption('account', null, InputOption::VALUE_REQUIRED, 'Only this account. Without it, all that are configured');
        $this->addOption('limit', null, InputOption::VALUE_REQUIRED, 'The greatest number of questions of each account', '100');
        $this->setHelp('Ask the guest, and run the line that is shown for the reply. A callback also ends this state.');
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $values = new Values('--', $input->getOptions(), '');
        $account = $values->text('account');
        $unknown = [];
        foreach ($account === null ? $this->accounts?->names() ?? ['default'] : [$account] as $name) {
            array_push($unknown, ...$this->ledger->unknown($name, $values->integer('limit') ?? 100));
        }
        $style = new SymfonyStyle($input, $output);
        if ($unknown === []) {
            $style->writeln('No outcome is unknown.');
            return self::SUCCESS;
        }
        $style->table(['Account', 'Key', 'Attempt', 'Since (UTC)', 'Unconfirmed request', 'Reason'], array_map(self::row(...), $unknown));
        $style->writeln('Ask each guest. Then run the line with the reply, with your name in the quotes after --by:');
        array_map(static fn (Ask $ask) => $style->writeln(['', ...self::lines($ask)]), $unknown);
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
     *
     * @return list<string>
     */
    private static function lines(Ask $ask): array
    {
        $key = escapeshellarg($ask->key);
        $account = $ask->account === 'default' ? '' : escapeshellarg("--account=$ask->account") . ' ';
        $command = "  bin/console cotp:ledger:resolve $account--asked-at=" . ResolveCommand::time($ask->askedAt) . " --by='' -- $key";
        return array_map(OutputFormatter::escape(...), ["# $key: the guest has the message", "$command sent", "# $key: the guest has no message", "$command not-sent"]);
    }
}
