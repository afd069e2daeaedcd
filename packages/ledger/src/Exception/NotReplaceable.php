<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** The attempt was not sent or has no request id, so its link cannot be deleted. */
final class NotReplaceable extends Refused
{
}
