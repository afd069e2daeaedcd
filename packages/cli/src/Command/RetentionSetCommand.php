<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\UserError;
use CotpDestination;
use CotpRetention;
use DateTimeImmutable;
use DateTimeZone;
use Exception;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** Sets the retention policy of a stored card. */
#[AsCommand('retention:set', 'Sets how long the security code of a stored card is kept, and for which destinations')]
final class RetentionSetCommand extends ServiceCommand
{
    protected function configure(): void
    {
        parent::configure();
        AccountOptions::addTo($this);
        $this
            ->addArgument('request', InputArgument::REQUIRED, 'The request id: the token of the card is not an argument, because others can read it')
            ->addOption('until', null, InputOption::VALUE_REQUIRED, 'The end, such as "+7 days" or "2027-01-19 11:58" (UTC)')
            ->addOption('destination', null, InputOption::VALUE_REQUIRED | InputOption::VALUE_IS_ARRAY, '"TYPE", "TYPE DATA" or "TYPE DATA QUOTA", such as "HostName pms.example 2"')
            ->addOption('delete-card', null, InputOption::VALUE_NONE, 'Delete the whole card together with the security code')
            ->setHelp(AccountOptions::HELP . <<<'HELP'


                  <info>cotp retention set uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5 --until "+7 days" --destination "HostName pms.example 2"</info>

                It replaces the whole policy. Exit codes: 0 set, 3 the request or the card does not exist, 4 the service is not available,
                5 it may have been set, 1 any other error.
                HELP);
    }

    protected function isReading(): bool
    {
        return false;
    }

    protected function act(InputInterface $input, Screen $screen): int
    {
        $id = self::argument($input, 'request');
        $destinations = $input->getOption('destination');
        $policy = new CotpRetention(
            self::until(self::text($input, 'until')),
            (bool) $input->getOption('delete-card'),
            array_map(self::destination(...), array_filter(is_array($destinations) ? $destinations : [], is_string(...))),
        );
        $client = (new AccountOptions($input))->client();
        $client->setRetention(CardOfRequest::uri($client, $id), $policy);
        $text = new RetentionText($id, $policy);
        $screen->result($text->json(), $text->facts());
        return ExitCode::OK;
    }

    private static function until(?string $text): DateTimeImmutable
    {
        if ($text === null) {
            throw new UserError('Give the end of the retention: --until "+7 days".');
        }
        try {
            return new DateTimeImmutable($text, new DateTimeZone('UTC'));
        } catch (Exception) {
            throw new UserError('--until must be a time, such as "+7 days" or "2027-01-19 11:58".');
        }
    }

    private static function destination(string $text): CotpDestination
    {
        $parts = preg_split('/\s+/', trim($text)) ?: [];
        if (count($parts) > 3 || !preg_match('/^[0-9]{1,2}$/D', $parts[2] ?? '1')) {
            throw new UserError('--destination must be "TYPE", "TYPE DATA" or "TYPE DATA QUOTA", such as "HostName pms.example 2".');
        }
        return new CotpDestination($parts[0], $parts[1] ?? '', (int) ($parts[2] ?? 1));
    }
}
