<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** The database was restored, and a person has not yet released the key. */
final class NotReleased extends Refused
{
}
