<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Event;

/** A message was sent. */
final readonly class Asked extends LedgerEvent
{
}
