<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

/** What a person found out about an attempt whose outcome is unknown. */
enum Resolution: string
{
    /** The guest has received the message. */
    case Sent = 'sent';
    /** The guest has received no message: the next ask() sends. */
    case NotSent = 'not_sent';
}
