<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Event;

/** A question ended. Ask::$ending says how. It may be dispatched more than once. */
final readonly class Ended extends LedgerEvent
{
}
