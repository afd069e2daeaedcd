<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

/** What the ledger knows about one attempt at a question. */
enum AskState: string
{
    /** A process has reserved the attempt and is sending, or was ended before it learned the outcome. */
    case Reserved = 'reserved';
    /** The service cannot have processed the request: the next ask() sends. */
    case NotSent = 'not_sent';
    /** The message was sent, and the guest has not finished. */
    case Sent = 'sent';
    /** The message may have been sent. Only evidence ends this state: a callback, or a person (Ledger::resolve()). */
    case Unknown = 'unknown';
    /** The question has ended; Ask::$ending says how. */
    case Ended = 'ended';
}
