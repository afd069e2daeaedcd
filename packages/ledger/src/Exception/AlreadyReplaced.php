<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** The attempt that was to be replaced, or the send that was to be resolved or canceled, is not the newest. */
final class AlreadyReplaced extends Refused
{
}
