<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** A person can only resolve an attempt whose outcome is unknown. */
final class NotUnknown extends Refused
{
}
