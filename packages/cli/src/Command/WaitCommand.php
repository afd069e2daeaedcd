<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\Service\Watch;
use CotpCli\UserError;
use CotpException;
use CotpState;
use CotpStatus;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** Waits until a request has a final status. */
#[AsCommand('wait', 'Waits until a request has a final status, and shows each status as it comes')]
final class WaitCommand extends ServiceCommand
{
    protected function configure(): void
    {
        parent::configure();
        AccountOptions::addTo($this);
        $this
            ->addArgument('request', InputArgument::REQUIRED, 'The request id')
            ->addOption('timeout', null, InputOption::VALUE_REQUIRED, 'How many seconds to wait: 1 to 86400', '900')
            ->addOption('show-token', null, InputOption::VALUE_NONE, 'Show the URI of the stored card, which contains its token')
            ->setHelp(AccountOptions::HELP . <<<'HELP'


                  <info>cotp wait uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5 --timeout 3600 && echo stored</info>

                Each status is written to standard error, the last state to standard output. Exit codes: 0 the card is stored, 6 the
                request ended without a card, 7 its status is not final yet, 3 it does not exist, 4 the service is not available, 1 any
                other error.
                HELP);
    }

    protected function act(InputInterface $input, Screen $screen): int
    {
        $timeout = self::seconds(self::text($input, 'timeout') ?? '');
        $last = $lastFailure = null;
        $screen->progress("Waiting for a final status, at most $timeout seconds. Ctrl-C ends the wait, and changes nothing.");
        $watch = new Watch((new AccountOptions($input))->client(), static function (string $id, CotpState $state) use (&$last, $screen): bool {
            $last = $state;
            $screen->progress(gmdate('H:i:s\Z') . " $state->rawStatus");
            return true;
        }, static function (string $id, CotpException $failure) use (&$lastFailure, $screen): void {
            $lastFailure = $failure->retryable ? $failure : throw $failure;
            $screen->progress(gmdate('H:i:s\Z') . " {$failure->getMessage()} It is tried again.");
        }, $this->interrupt);
        $watch->run([self::argument($input, 'request')], $timeout);
        if (!$last instanceof CotpState) {
            throw $lastFailure ?? new UserError('The service did not show the request in this time. Check the connection: cotp doctor');
        }
        $text = new StateText($last, (bool) $input->getOption('show-token'));
        $screen->result($text->json(), $text->facts());
        return match (true) {
            $last->status === CotpStatus::CardStored => ExitCode::OK,
            $last->status->isFinal() => ExitCode::WITHOUT_CARD,
            default => ExitCode::PENDING,
        };
    }

    /** @throws UserError when it is not a number of seconds */
    public static function seconds(string $text): float
    {
        if (preg_match('/^[0-9]{1,5}(?:\.[0-9]+)?$/D', $text) !== 1 || (float) $text < 1 || (float) $text > 86400) {
            throw new UserError('--timeout must be between 1 and 86400 seconds.');
        }
        return (float) $text;
    }
}
