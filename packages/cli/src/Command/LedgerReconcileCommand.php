<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Exception\AlreadyReplaced;
use Cotp\Ledger\Exception\NotUnknown;
use Cotp\Ledger\Exception\UnknownKey;
use Cotp\Ledger\Resolution;
use CotpCli\Ledger\LedgerFile;
use CotpCli\Ledger\Memory;
use CotpCli\UserError;
use DateTimeImmutable;
use DateTimeZone;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use ValueError;

/** Ends an unknown outcome: by what Retrieve shows, or by what a person found out. */
#[AsCommand('ledger:reconcile', 'Ends an unknown outcome: by what the service shows, or by what the guest says')]
final class LedgerReconcileCommand extends LedgerCommand
{
    protected function configure(): void
    {
        parent::configure();
        $this->addConfirmation();
        $this
            ->addArgument('reference', InputArgument::REQUIRED, 'The reference given to cotp send', null, Completion::references(isUnknown: true))
            ->addOption('request', null, InputOption::VALUE_REQUIRED, 'The request id, if you know it: Retrieve shows whether it belongs to the reference')
            ->addOption('sent', null, InputOption::VALUE_NONE, 'The guest has received the message')
            ->addOption('not-sent', null, InputOption::VALUE_NONE, 'The guest has received no message, so cotp send may send it')
            ->addOption('asked-at', null, InputOption::VALUE_REQUIRED, 'Which message the guest was asked about: its time, as cotp ledger unknown shows it; required with --yes')
            ->addOption('by', null, InputOption::VALUE_REQUIRED, 'Who found out, for the history (default: your user name)')
            ->setHelp(AccountOptions::HELP . "\n" . self::LEDGER_HELP . <<<'HELP'


                  <info>cotp ledger reconcile booking-4711 --request uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5</info>
                  <info>cotp ledger reconcile booking-4711 --not-sent --asked-at 2026-11-29T20:05:46.123Z --by "Ada at the front desk"</info>

                <info>cotp ledger unknown</info> shows the line with --asked-at: if the message was sent again since then, nothing is changed.
                Use --not-sent only if you have asked the guest: if you are wrong, the guest gets a second message. Exit codes: 0 ended: sent
                or not sent, 3 the reference or the request does not exist, 7 it is still being sent, 4 the service is not available, 1 any
                other error.
                HELP);
    }

    protected function actWithLedger(InputInterface $input, Screen $screen, LedgerFile $file): int
    {
        $reference = self::reference($input);
        $request = self::text($input, 'request');
        $resolution = self::resolution($input, $reference);
        if ($resolution === null && $request !== null) {
            return $this->byEvidence($input, $screen, $file, $request);
        }
        if ($resolution === null) {
            throw new UserError('Ask the guest, then add --sent or --not-sent. If you know the request id, add --request ID: the service shows whether it belongs to the reference.');
        }
        $askedAt = self::askedAt($input, $file->shown);
        $memory = Memory::toKeep($file);
        $shown = self::requireUnknown($memory, $reference);
        if ($askedAt !== null && AskText::time($askedAt) !== AskText::time($shown->askedAt)) {
            throw self::replaced($shown, $file->shown);
        }
        $screen->progress("The message of {$shown->askedAt->format('Y-m-d H:i:s')} UTC for \"$reference\" counts as " . ($resolution === Resolution::NotSent ? 'not sent: cotp send will send it.' : 'sent: it will not be sent again.'));
        $this->agree($input, $screen, $resolution === Resolution::NotSent ? 'Are you sure that the guest has received no message?' : 'Are you sure that the guest has received the message?');
        $ask = $this->uninterrupted(static fn (): Ask => self::resolve($memory, $shown, $resolution, self::person($input), $request, $file->shown));
        self::report($ask, $screen, $file);
        return ExitCode::OK;
    }

    /**
     * Which send the guest was asked about. On a terminal, its time is shown before the question instead.
     * @throws UserError when it is missing without a terminal, or invalid
     */
    private static function askedAt(InputInterface $input, ShownCommand $shown): ?DateTimeImmutable
    {
        $text = self::text($input, 'asked-at');
        if ($text === null && (bool) $input->getOption('yes')) {
            throw new UserError('Nothing was changed. With --yes, say which message the guest was asked about: copy the line with --asked-at that is shown by: ' . $shown->withLedger('ledger unknown'));
        }
        $askedAt = $text === null ? null : DateTimeImmutable::createFromFormat('!Y-m-d\TH:i:s.v\Z', $text, new DateTimeZone('UTC'));
        return $askedAt !== false ? $askedAt : throw new UserError('--asked-at must be the time of a message, so nothing was changed. Copy the line with it that is shown by: ' . $shown->withLedger('ledger unknown'));
    }

    private static function replaced(Ask $last, ShownCommand $shown): UserError
    {
        return new UserError("\"$last->key\" was sent last at " . AskText::time($last->askedAt) . ', so nothing was changed. If it is still listed, ask the guest about that message. List again: ' . $shown->withLedger('ledger unknown'));
    }

    /** What a person found out is about the send that was shown, not about one during the question. */
    private static function resolve(Memory $memory, Ask $shown, Resolution $resolution, string $person, ?string $request, ShownCommand $commands): Ask
    {
        try {
            return $memory->ledger->resolve($shown->key, $resolution, $person, requestId: $request, askedAt: $shown->askedAt);
        } catch (AlreadyReplaced $refusal) {
            throw self::replaced($refusal->ask ?? $shown, $commands);
        } catch (ValueError $error) {
            throw new UserError("--request must be the id of a request of \"$shown->key\": \"$request\" is not an id, or belongs to another reference. Nothing was changed.", previous: $error);
        }
    }

    /** Nothing has to be agreed to: the id is accepted only if Retrieve shows that it belongs to the reference. */
    private function byEvidence(InputInterface $input, Screen $screen, LedgerFile $file, string $request): int
    {
        $client = (new AccountOptions($input))->client();
        $memory = Memory::toSend($file, $client, false);
        $ask = self::requireUnknown($memory, self::reference($input));
        $client->retrieve($request);        // its failure is a better message than that of the ledger
        [$ask, $isShown] = $this->uninterrupted(static fn (): array => $memory->look($ask, $request));
        if ($ask->requestId !== $request && (!$isShown || $ask->unconfirmedRequestId !== $request)) {
            throw new UserError("The ledger could not compare the request with \"$ask->key\", so nothing was changed. Run the command again.", ExitCode::UNAVAILABLE);
        }
        if ($ask->requestId !== $request) {
            throw new UserError("Retrieve does not show that the request belongs to \"$ask->key\", so nothing was changed. If you are sure, add --sent.");
        }
        self::report($ask, $screen, $file);
        return ExitCode::OK;
    }

    private static function requireUnknown(Memory $memory, string $reference): Ask
    {
        $ask = $memory->find($reference) ?? throw new UnknownKey('');
        return match ($ask->state) {
            AskState::Unknown => $ask,
            AskState::Reserved => throw new UserError("\"$reference\" is still being sent, or its process was ended. Run the command again in a minute.", ExitCode::PENDING),
            default => throw new NotUnknown('', $ask),
        };
    }

    private static function resolution(InputInterface $input, string $reference): ?Resolution
    {
        $isSent = (bool) $input->getOption('sent');
        $isNotSent = (bool) $input->getOption('not-sent');
        if ($isNotSent && ($isSent || self::text($input, 'request') !== null)) {
            throw new UserError('--not-sent excludes --sent and --request: a message that was not sent has no request id.');
        }
        return $isSent ? Resolution::Sent : ($isNotSent ? Resolution::NotSent : null);
    }

    private static function person(InputInterface $input): string
    {
        $user = function_exists('posix_getpwuid') ? posix_getpwuid(posix_geteuid()) : false;
        return self::text($input, 'by') ?: (is_array($user) ? $user['name'] : (string) getenv('USER')) ?: 'somebody';
    }
}
