<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** The message was sent, but the ledger could not record it. */
final class NotRecorded extends Refused
{
}
