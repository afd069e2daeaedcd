<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** What is known about a request when a call fails. A rejected callback is not a call: its exception has NotSent. */
enum CotpOutcome
{
    case NotSent;
    case Unknown;
    case Answered;
}
