<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Cotp\Ledger\Exception as Fault;
use Cotp\Ledger\Exception\LedgerException;
use CotpCli\Ledger\LedgerFile;
use CotpCli\UserError;
use CotpException;

/** An exception of the ledger as one sentence, with the command that helps and the exit code. */
final class LedgerFailure
{
    public static function of(LedgerException $fault, string $reference, LedgerFile $file): UserError
    {
        $shown = $file->shown;
        $cause = $fault->getPrevious();
        return match (true) {
            $fault instanceof Fault\FormDiffers => self::error("The reference \"$reference\" is known already, with another recipient or another form, so nothing was sent. To send a new link instead of the old one: " . $shown->withLedger('ledger remind', $reference)),
            $fault instanceof Fault\UnknownKey => self::error("The ledger $file->path has no reference \"$reference\". Send a link: " . $shown->withLedger('send', $reference), ExitCode::NOT_FOUND),
            $fault instanceof Fault\InProgress => self::error("Another process is sending \"$reference\", or was ended while it did, so nothing was sent or changed. Run the command again in a minute.", ExitCode::PENDING),
            $fault instanceof Fault\OutcomeUnknown => self::error("The message for \"$reference\" may have been sent, so nothing was sent. Ask the guest, then: " . $shown->withLedger('ledger unknown'), ExitCode::UNKNOWN),
            $fault instanceof Fault\CardAlreadyStored => self::error("The guest has stored a card for \"$reference\", so nothing was sent. If you need another card: " . $shown->withLedger('ledger remind', $reference, '--even-if-card-stored')),
            $fault instanceof Fault\NotUnknown => self::error("The outcome of \"$reference\" is not unknown, so there is nothing to reconcile. See which are: " . $shown->withLedger('ledger unknown')),
            $fault instanceof Fault\NotReplaceable => self::error("The link of \"$reference\" cannot be deleted, because its request id is not known, so nothing was sent. Send a link with a new reference: " . $shown->withLedger('send')),
            $fault instanceof Fault\OldLinkOpen => self::error(
                "The old link of \"$reference\" could not be deleted, so nothing was sent: " . rtrim($cause?->getMessage() ?? $fault->getMessage(), '.') . '. Run the command again, or check the account: ' . $shown->withAccount('doctor'),
                $cause instanceof CotpException && $cause->retryable ? ExitCode::UNAVAILABLE : ExitCode::ERROR,
            ),
            $fault instanceof Fault\NotRecorded, $fault instanceof Fault\Superseded => self::error("{$fault->getMessage()} See what the ledger knows: " . $shown->withLedger('ledger unknown'), ExitCode::UNKNOWN),
            default => self::error($fault->getMessage()),
        };
    }

    private static function error(string $text, int $exitCode = ExitCode::ERROR): UserError
    {
        return new UserError($text, $exitCode);
    }
}
