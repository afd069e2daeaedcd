<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Event;

/** The outcome of a send is unknown: a callback or a person (Ledger::resolve()) ends this state. */
final readonly class Unknown extends LedgerEvent
{
}
