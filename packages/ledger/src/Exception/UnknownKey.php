<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** There is no question with this key. */
final class UnknownKey extends Refused
{
}
