<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\Probe\StateReader;
use CotpCli\Service\LocalSite;
use CotpCli\UserError;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** Posts a signed callback to a site under development. */
#[AsCommand('callback:trigger', 'Posts a signed callback to a site on this machine')]
final class CallbackTriggerCommand extends ServiceCommand
{
    protected function configure(): void
    {
        parent::configure();
        CallbackOptions::addTo($this);
        $this
            ->addArgument('reference', InputArgument::REQUIRED, 'The reference of your booking')
            ->addArgument('request', InputArgument::REQUIRED, 'The request id that your site stored for it')
            ->addOption('status', null, InputOption::VALUE_REQUIRED, 'The status to report: ' . implode(', ', StateReader::STATUSES), 'CardStored', StateReader::STATUSES)
            ->addOption('time', null, InputOption::VALUE_REQUIRED, 'When the status changed (default: now, UTC)')
            ->addOption('site', null, InputOption::VALUE_REQUIRED, 'The URL where your site receives callbacks', 'http://127.0.0.1:8080/cotp')
            ->addOption('allow-host', null, InputOption::VALUE_REQUIRED, 'Allow this host, although it is not this machine')
            ->setHelp(CallbackOptions::HELP . <<<'HELP'


                  <info>cotp callback trigger booking-4711 uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5 --status CardStored</info>

                The service is not involved: what Retrieve returns does not change. Exit codes: 0 the site responded with 2xx, 8 it
                responded with another status, 4 it did not respond, 1 any other error.
                HELP);
    }

    protected function isReading(): bool
    {
        return false;
    }

    protected function act(InputInterface $input, Screen $screen): int
    {
        $status = self::text($input, 'status') ?? '';
        preg_match('/^[A-Za-z]{1,64}$/D', $status) === 1 || throw new UserError('--status must be one word, such as CardStored.');
        $site = new LocalSite(self::text($input, 'site') ?? '', self::text($input, 'allow-host'), $this->interrupt);
        $url = CallbackOptions::verifier($input)->url($site->url, self::argument($input, 'reference'));
        $time = self::text($input, 'time') ?? gmdate('Y-m-d\TH:i:s');
        [$httpStatus, $failure] = $site->post($url, CallbackOptions::body($input, self::argument($input, 'request'), $status, $time));
        $isAccepted = $httpStatus >= 200 && $httpStatus < 300;
        $screen->result(
            ['host' => $site->host, 'status' => $status, 'httpStatus' => $httpStatus, 'isAccepted' => $isAccepted],
            ['Site' => $site->url, 'Response' => $httpStatus === 0 ? "none: $failure" : "HTTP $httpStatus" . ($isAccepted ? '' : ' (not accepted: see the log of the site)')],
        );
        return $isAccepted ? ExitCode::OK : ($httpStatus === 0 ? ExitCode::UNAVAILABLE : ExitCode::REJECTED);
    }
}
