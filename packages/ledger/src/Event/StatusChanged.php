<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Event;

/** The status of a question changed, according to Retrieve. */
final readonly class StatusChanged extends LedgerEvent
{
}
