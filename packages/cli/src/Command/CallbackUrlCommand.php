<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\UserError;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** Creates a signed callback URL. */
#[AsCommand('callback:url', 'Creates a signed callback URL')]
final class CallbackUrlCommand extends ServiceCommand
{
    protected function configure(): void
    {
        parent::configure();
        CallbackOptions::addTo($this);
        $this
            ->addArgument('reference', InputArgument::REQUIRED, 'Identifies your booking, without personal data')
            ->addOption('site', null, InputOption::VALUE_REQUIRED, 'The URL where your site receives callbacks', 'http://127.0.0.1:8080/cotp')
            ->addOption('ttl', null, InputOption::VALUE_REQUIRED, 'How many seconds callbacks are accepted', '2592000')
            ->setHelp(CallbackOptions::HELP . <<<'HELP'


                  <info>cotp callback url booking-4711 --site https://hotel.example/cotp</info>

                The URL contains a token: whoever has it can post callbacks for this reference. Exit codes: 0 created, 1 any error.
                HELP);
    }

    protected function act(InputInterface $input, Screen $screen): int
    {
        $ttl = self::text($input, 'ttl') ?? '';
        preg_match('/^[0-9]{1,9}$/D', $ttl) === 1 || throw new UserError('--ttl must be a number of seconds: 1 to 315360000.');
        $reference = self::argument($input, 'reference');
        $url = CallbackOptions::verifier($input)->url(self::text($input, 'site') ?? '', $reference, (int) $ttl);
        $screen->isJson ? $screen->json(['url' => $url, 'reference' => $reference, 'ttl' => (int) $ttl], JSON_PRETTY_PRINT) : $screen->line($url);
        return ExitCode::OK;
    }
}
