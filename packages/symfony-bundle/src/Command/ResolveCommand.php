<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Command;

use Cotp\Ledger\Exception\AlreadyReplaced;
use Cotp\Ledger\Exception\NotUnknown;
use Cotp\Ledger\Exception\UnknownKey;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Resolution;
use Cotp\SymfonyBundle\DependencyInjection\Values;
use DateTimeImmutable;
use DateTimeZone;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Style\SymfonyStyle;

#[AsCommand('cotp:ledger:resolve', 'Records what a person found out about a question whose outcome is unknown')]
final class ResolveCommand extends Command
{
    private const TIME = '!Y-m-d\TH:i:s.v\Z';

    public function __construct(private readonly Ledger $ledger)
    {
        parent::__construct();
    }

    protected function configure(): void
    {
        $this->addArgument('key', InputArgument::REQUIRED, 'The key of the question');
        $this->addArgument('outcome', InputArgument::REQUIRED, '"sent" if the guest has the message, "not-sent" if not: then the next ask() sends');
        $this->addOption('asked-at', null, InputOption::VALUE_REQUIRED, 'Which send the guest was asked about: its time, as in the line that cotp:ledger:unknown shows');
        $this->addOption('by', null, InputOption::VALUE_REQUIRED, 'Who found out, for the history');
        $this->addOption('request', null, InputOption::VALUE_REQUIRED, 'The request id, if it is known');
        $this->addOption('account', null, InputOption::VALUE_REQUIRED, 'The account', 'default');
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $values = new Values('', $input->getArguments() + $input->getOptions(), '');
        $resolution = Resolution::tryFrom(strtr($values->required('outcome'), '-', '_'));
        $by = $values->text('by');
        $askedAt = DateTimeImmutable::createFromFormat(self::TIME, $values->text('asked-at') ?? '', new DateTimeZone('UTC'));
        $style = new SymfonyStyle($input, $output);
        if ($resolution === null || $by === null || $askedAt === false) {
            $style->error(match (true) {
                $resolution === null => 'The argument "outcome" must be "sent" or "not-sent".',
                $askedAt === false => 'The option --asked-at must be the time of the send that the guest was asked about. Copy the line that cotp:ledger:unknown shows.',
                default => 'The option --by must be set: it names the person.',
            });
            return self::INVALID;
        }
        try {
            $ask = $this->ledger->resolve($values->required('key'), $resolution, $by, $values->required('account'), $values->text('request'), $askedAt);
        } catch (AlreadyReplaced $fault) {
            $last = $fault->ask === null ? 'again' : 'last at ' . self::time($fault->ask->askedAt);
            $style->error("\"{$values->required('key')}\" was sent $last, so nothing was recorded. Run cotp:ledger:unknown again: if it still lists the question, ask the guest about that message.");
            return self::FAILURE;
        } catch (NotUnknown | UnknownKey $fault) {
            $style->error($fault->getMessage());
            return self::FAILURE;
        }
        $style->writeln("\"$ask->key\" is recorded as {$ask->state->value}.");
        return self::SUCCESS;
    }

    /** Returns the value of --asked-at for a send. */
    public static function time(DateTimeImmutable $askedAt): string
    {
        return $askedAt->format('Y-m-d\TH:i:s.v\Z');
    }
}
