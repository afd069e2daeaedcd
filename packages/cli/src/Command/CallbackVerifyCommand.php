<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCallback;
use CotpCallbackException;
use CotpCli\UserError;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** Verifies a callback that was received. */
#[AsCommand('callback:verify', 'Verifies a callback that your site received')]
final class CallbackVerifyCommand extends ServiceCommand
{
    private const LONGEST = 1048576;

    protected function configure(): void
    {
        parent::configure();
        CallbackOptions::addTo($this);
        $this
            ->addArgument('body', InputArgument::OPTIONAL, 'The file with the body of the callback; "-": standard input', '-')
            ->addOption('url', null, InputOption::VALUE_REQUIRED, 'The URL to which it was posted, or @FILE with the URL')
            ->addOption('request', null, InputOption::VALUE_REQUIRED, 'The request id that you stored for the reference')
            ->setHelp(CallbackOptions::HELP . <<<'HELP'


                  <info>cotp callback verify body.json --url @url.txt --request uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5</info>

                Exit codes: 0 accepted, 8 rejected, 1 any other error.
                HELP);
    }

    protected function act(InputInterface $input, Screen $screen): int
    {
        $request = self::text($input, 'request');
        $verifier = CallbackOptions::verifier($input);
        $body = self::read(self::argument($input, 'body'), 'body');
        try {
            $callback = $verifier->verify($body, self::token(self::text($input, 'url')), static fn (): ?string => $request);
        } catch (CotpCallbackException $rejected) {
            $screen->result(self::json(null, $rejected->reason), ['Callback' => 'rejected', 'Reason' => "$rejected->reason: {$rejected->getMessage()}"]);
            return ExitCode::REJECTED;
        }
        $screen->result(self::json($callback, null), [
            'Callback' => 'accepted',
            'Reference' => $callback->reference,
            'Request' => $callback->requestId . ($request === null ? ' (not compared: --request)' : ''),
            'Status' => $callback->rawStatus,
            'Changed' => $callback->time,
        ]);
        return ExitCode::OK;
    }

    /** @return array<string, mixed> */
    private static function json(?CotpCallback $callback, ?string $reason): array
    {
        return [
            'isAccepted' => $callback !== null,
            'reason' => $reason,
            'reference' => $callback?->reference,
            'requestId' => $callback?->requestId,
            'status' => $callback?->status->name,
            'rawStatus' => $callback?->rawStatus,
            'time' => $callback?->time,
        ];
    }

    private static function token(?string $url): string
    {
        if ($url === null) {
            throw new UserError('Give the URL to which the callback was posted: --url URL, or --url @FILE.');
        }
        $url = str_starts_with($url, '@') ? trim(self::read(substr($url, 1), 'URL')) : $url;
        parse_str((string) parse_url($url, PHP_URL_QUERY), $query);
        return is_string($query['cotp'] ?? null) ? $query['cotp'] : throw new UserError('The URL has no query parameter "cotp". Create a signed one: cotp callback url REFERENCE');
    }

    private static function read(string $file, string $what): string
    {
        $text = $file === '-' ? stream_get_contents(STDIN, self::LONGEST) : (is_file($file) ? @file_get_contents($file, length: self::LONGEST) : false);
        return $text !== false ? $text : throw new UserError("The file $file with the $what cannot be read.");
    }
}
