<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** The message may have been sent, and nothing has shown yet whether it was. */
final class OutcomeUnknown extends Refused
{
}
