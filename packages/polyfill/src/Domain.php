<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal Where a call failed. */
enum Domain
{
    case None;
    case Argument;
    /** An argument contains a value of the wrong type. */
    case Type;
    /** A signal handler ended the call. */
    case Interrupted;
    case Transport;
    case Timeout;
    case OutcomeUnknown;
    case Api;
    case Protocol;
}
