<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\Service\Forwarder;
use CotpCli\Service\LocalSite;
use CotpCli\Service\Watch;
use CotpCli\UserError;
use CotpException;
use CotpState;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** Polls requests, and posts their states to a local site as callbacks. */
#[AsCommand('listen', 'Polls requests, and posts each new status to a site on this machine as a callback')]
final class ListenCommand extends ServiceCommand
{
    protected function configure(): void
    {
        parent::configure();
        AccountOptions::addTo($this);
        CallbackOptions::addTo($this);
        $this
            ->addArgument('pairs', InputArgument::IS_ARRAY | InputArgument::REQUIRED, 'REFERENCE=REQUEST: the reference of a booking and its request id; "-": one in each line of standard input')
            ->addOption('site', null, InputOption::VALUE_REQUIRED, 'The URL where your site receives callbacks', 'http://127.0.0.1:8080/cotp')
            ->addOption('allow-host', null, InputOption::VALUE_REQUIRED, 'Allow this host, although it is not this machine')
            ->addOption('timeout', null, InputOption::VALUE_REQUIRED, 'How many seconds to listen: 1 to 86400', '86400')
            ->setHelp(AccountOptions::HELP . "\n" . CallbackOptions::HELP . <<<'HELP'


                  <info>cotp listen booking-4711=uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5</info>

                For a machine that the service cannot reach. Polling shows only the last status: those that follow each other quickly
                are missed. A callback that is not accepted is posted again, five times in all. It ends when each status is final.
                Exit codes: 0 all was accepted, 8 the site did not accept a callback, 7 a status is not final yet, 3 a request does not
                exist, 4 the service is not available, 1 any other error. With --json each callback is one line.
                HELP);
    }

    protected function act(InputInterface $input, Screen $screen): int
    {
        $references = self::references($input->getArgument('pairs'));
        $timeout = WaitCommand::seconds(self::text($input, 'timeout') ?? '');
        $site = new LocalSite(self::text($input, 'site') ?? '', self::text($input, 'allow-host'), $this->interrupt);
        $forwarder = new Forwarder(
            $site,
            CallbackOptions::verifier($input),
            $references,
            static fn (string $id, string $status, string $time): array => CallbackOptions::body($input, $id, $status, $time),
            static fn (CotpState $state, string $reference, int $httpStatus, string $failure) => self::report($state, $reference, $httpStatus, $failure, $screen),
        );
        $exitCode = ExitCode::OK;
        $watch = new Watch((new AccountOptions($input))->client(), $forwarder->deliver(...), function (string $id, CotpException $exception) use (&$exitCode, $references, $screen): void {
            $failure = new Failure($exception, true);
            $exitCode = $exception->retryable ? $exitCode : $failure->exitCode();
            $screen->progress("{$references[$id]}: {$failure->text()}" . ($exception->retryable ? ' It is tried again.' : ''));
        }, $this->interrupt);
        $screen->progress('Listening for ' . (count($references) === 1 ? '1 request' : count($references) . ' requests') . "; callbacks go to $site->url. Ctrl-C ends it.");
        $open = $watch->run(array_map(strval(...), array_keys($references)), $timeout);
        return match (true) {
            $exitCode !== ExitCode::OK => $exitCode,
            $forwarder->rejected() > 0 => ExitCode::REJECTED,
            default => $open === [] ? ExitCode::OK : ExitCode::PENDING,
        };
    }

    private static function report(CotpState $state, string $reference, int $httpStatus, string $failure, Screen $screen): void
    {
        $isAccepted = $httpStatus >= 200 && $httpStatus < 300;
        $screen->isJson ? $screen->json([
            'requestId' => $state->requestId,
            'reference' => $reference,
            'status' => $state->status->name,
            'rawStatus' => $state->rawStatus,
            'time' => $state->time,
            'httpStatus' => $httpStatus,
            'isAccepted' => $isAccepted,
        ]) : $screen->line(gmdate('H:i:s\Z') . " $reference: $state->rawStatus, " . ($httpStatus === 0 ? "no response: $failure" : "HTTP $httpStatus") . ($isAccepted ? '' : ' (not accepted)'));
    }

    /**
     * @return array<string, string> request id => reference
     * @throws UserError when a pair is invalid, or a request is given twice
     */
    private static function references(mixed $pairs): array
    {
        $pairs = array_filter(is_array($pairs) ? $pairs : [], is_string(...));
        $pairs = $pairs === ['-'] ? array_filter(array_map(trim(...), explode("\n", (string) stream_get_contents(STDIN, 1048576)))) : $pairs;
        $references = [];
        foreach ($pairs as $pair) {
            if (preg_match('/^(.{1,96})=([A-Za-z0-9_-]{1,128})$/Ds', $pair, $match) !== 1 || isset($references[$match[2]])) {
                throw new UserError('Each argument must be REFERENCE=REQUEST, such as booking-4711=uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5, and each request must be given once.');
            }
            $references[$match[2]] = $match[1];
        }
        return $references !== [] ? $references : throw new UserError('Standard input contains no lines of the form REFERENCE=REQUEST.');
    }
}
